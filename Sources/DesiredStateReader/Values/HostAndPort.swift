import BrokerModel

/// `host`, `host:port`, `[address]:port`: the authority part of a URL.
package enum HostAndPort {
    /// - Parameter whole: the text the part was taken from, for messages.
    package static func split(_ text: Substring, of whole: String) throws(Refusal) -> (host: String, port: Int?) {
        var host = text
        var port: Substring?
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw Refusal("\(whole.quoted) lacks a closing bracket") }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { throw Refusal("\(whole.quoted) names no host") }
            port = rest.isEmpty ? nil : rest.dropFirst()
            guard let address = IPAddress(String(host)), !address.isIPv4 else {
                throw Refusal("\(whole.quoted) names no IPv6 address in its brackets")
            }
        } else {
            if let colon = text.firstIndex(of: ":") {
                host = text[..<colon]
                port = text[text.index(after: colon)...]
            }
            guard DNSName.isValid(host) || IPAddress(String(host))?.isIPv4 == true else {
                let isIPv6 = IPAddress(String(text)) != nil
                throw Refusal(
                    "\(whole.quoted) names no host", hint: isIPv6 ? "put an IPv6 address into [brackets]" : nil)
            }
        }
        guard let port else { return (String(host), nil) }
        guard port.utf8.allSatisfy(\.isDigit), let number = Int(port), (1...65535).contains(number),
            String(number) == port
        else {
            throw Refusal("\(whole.quoted) has no port between 1 and 65535 behind its colon")
        }
        return (String(host), number)
    }
}
