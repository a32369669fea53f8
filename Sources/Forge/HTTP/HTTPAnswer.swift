/// What a forge answers.
public struct HTTPAnswer: Sendable {
    public var status: Int

    /// By name in small letters.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    var isSuccess: Bool { (200...299).contains(status) }

    /// The first words of the body, for a failure.
    var excerpt: String {
        let text = String(decoding: body.prefix(300), as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
