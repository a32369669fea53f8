/// One property that a step changes, ready to be shown: it holds no secret.
public struct FieldChange: Sendable, Hashable, Codable {
    public var field: String
    /// Nil when the property was not there.
    public var from: String?
    /// Nil when the property goes away.
    public var to: String?

    /// A unified diff, for the content of a file.
    public var diff: String?

    public init(field: String, from: String?, to: String?, diff: String? = nil) {
        self.field = field
        self.from = from
        self.to = to
        self.diff = diff
    }

    /// What stands for the new value of a secret that changed.
    public static let secretChanged = "(secret, changed)"
}
