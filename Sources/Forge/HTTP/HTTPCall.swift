/// One request to a forge.
public struct HTTPCall: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case put = "PUT"
    }

    public var method: Method

    /// Below the address of the API, already encoded: `/repos/a/b/pulls?page=2`.
    public var path: String

    /// JSON; nil for none.
    public var body: [UInt8]?

    /// Whether doing it twice is doing it once (RFC 9110, section 9.2.2). The
    /// forges' PATCH sets whole fields, so it is, too.
    public var isRepeatable: Bool

    /// - Parameter isRepeatable: nil goes by the method: all but POST.
    public init(_ method: Method, _ path: String, body: [UInt8]? = nil, isRepeatable: Bool? = nil) {
        self.method = method
        self.path = path
        self.body = body
        self.isRepeatable = isRepeatable ?? (method != .post)
    }
}
