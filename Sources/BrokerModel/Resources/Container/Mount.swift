/// A directory or file of the host made visible in a container.
public struct Mount: Sendable, Hashable, Codable {
    public var source: String
    public var target: String
    public var isReadOnly: Bool

    public init(source: String, target: String, isReadOnly: Bool = false) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }
}
