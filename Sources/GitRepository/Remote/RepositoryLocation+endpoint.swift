import BrokerModel
import Foundation

extension RepositoryLocation {
    /// Where the connection goes to; nil for a repository on this machine.
    func endpoint() throws(Failure) -> RemoteEndpoint? {
        guard let (host, port) = hostAndPort else { return nil }
        return try RemoteEndpoint(host: host, port: port, of: self)
    }

    /// The directory of a repository on this machine; nil for one elsewhere.
    var localPath: String? {
        switch transport {
        case .path: text
        case .file: URL(string: text)?.path
        case .ssh, .https: nil
        }
    }

    /// The host without brackets, and the port, which is the protocol's own
    /// when none is written.
    var hostAndPort: (host: String, port: UInt16)? {
        let defaultPort: UInt16
        switch transport {
        case .path, .file: return nil
        case .ssh: defaultPort = 22
        case .https: defaultPort = 443
        }
        guard let start = text.range(of: "://") else {
            // user@host:path
            let host = text.prefix { $0 != ":" }.split(separator: "@").last ?? ""
            return (String(host), defaultPort)
        }
        let authority = text[start.upperBound...].prefix { $0 != "/" }.split(separator: "@").last ?? ""
        if authority.hasPrefix("[") {
            let host = authority.dropFirst().prefix { $0 != "]" }
            let port = authority.dropFirst(host.count + 2).dropFirst()
            return (String(host), UInt16(port) ?? defaultPort)
        }
        let parts = authority.split(separator: ":", maxSplits: 1)
        return (String(parts.first ?? ""), parts.count > 1 ? UInt16(parts[1]) ?? defaultPort : defaultPort)
    }
}
