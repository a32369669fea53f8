/// The address of an MQTT broker as the antiloop takes it:
/// `mqtt://`, `mqtts://`, `ws://` or `wss://`, host, optional port and path.
package struct BrokerURL: Sendable, Hashable {
    package enum Scheme: String, Sendable, CaseIterable {
        case mqtt, mqtts, ws, wss
    }

    package let scheme: Scheme

    /// A DNS name or an address, in lower case, without brackets.
    package let host: String
    package let port: Int?

    /// Empty, or starts with a slash.
    package let path: String

    package init(_ text: String) throws(Refusal) {
        // Checked first and without quoting: what stands there may be a password.
        guard !text.contains("@") else {
            throw Refusal(
                "the URL holds user information or an @", hint: "user name and password have fields of their own")
        }
        guard let colon = text.firstRange(of: "://"), let scheme = Scheme(rawValue: String(text[..<colon.lowerBound]))
        else {
            throw Refusal(
                "\(text.quoted) is no broker URL: it must start with mqtt://, mqtts://, ws:// or wss://",
                hint: Self.correction(text))
        }
        let rest = text[colon.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let (host, port) = try HostAndPort.split(rest[..<slash], of: text)
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        path = String(rest[slash...])
        try checkPath(text)
        guard scheme != .wss || port != 443 else {
            throw Refusal(
                "\(text.quoted) must not say :443: the antiloop then fails to connect",
                hint: "write \(text.replacing(":443", with: "", maxReplacements: 1).quoted)")
        }
    }

    private func checkPath(_ text: String) throws(Refusal) {
        guard path.utf8.allSatisfy({ Self.pathBytes.contains($0) }) else {
            throw Refusal("\(text.quoted) has characters in its path that a broker URL cannot have")
        }
        guard path.isEmpty || scheme == .ws || scheme == .wss else {
            throw Refusal("\(text.quoted) has a path; only ws and wss have one")
        }
    }

    private static let pathBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%/".utf8)

    /// What was meant by another scheme.
    private static func correction(_ text: String) -> String? {
        let schemes = ["tcp": "mqtt", "ssl": "mqtts", "tls": "mqtts", "http": "ws", "https": "wss"]
        guard let colon = text.firstRange(of: "://") else { return nil }
        let written = text[..<colon.lowerBound].lowercased()
        let meant = schemes[written] ?? Suggestion.nearest(to: written, among: Scheme.allCases.map(\.rawValue))
        return meant.map { "did you mean \($0)://…?" }
    }
}
