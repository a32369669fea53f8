/// One line of a pull's or a load's answer, whose status is 200 whatever
/// happens: errors come as lines too.
struct ProgressMessage: Decodable {
    struct Detail: Decodable {
        var current: Int64?
        var total: Int64?
    }

    struct ErrorDetail: Decodable {
        var message: String?
    }

    var id: String?
    var status: String?
    /// What a load prints: "Loaded image: name:tag".
    var stream: String?
    var progressDetail: Detail?
    var error: String?
    var errorDetail: ErrorDetail?

    /// The error's text; nil when the line is none.
    var failure: String? { errorDetail?.message ?? error }
}
