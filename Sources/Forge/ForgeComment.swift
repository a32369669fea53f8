/// A comment of a pull or merge request.
struct ForgeComment: Sendable, Hashable {
    var id: Int

    /// The account that wrote it.
    var author: String
    var body: String
}
