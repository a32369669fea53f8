import BrokerModel

/// `host:port` or `[address]:port`, taken apart.
struct HostAndPort: Hashable {
    let host: String
    let port: Int

    init(_ text: String) throws(Refusal) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port), let host = Self.host(text[..<colon])
        else { throw Refusal("is no host:port") }
        self.host = host
        self.port = port
    }

    /// As it was written.
    var text: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func host(_ text: Substring) -> String? {
        if text.first == "[", text.last == "]" {
            return (try? HostAddress(String(text.dropFirst().dropLast())))?.text
        }
        return (try? DomainName(String(text)))?.text
    }
}
