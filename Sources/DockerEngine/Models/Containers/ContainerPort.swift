/// A port inside a container: `1880/tcp`.
public struct ContainerPort: Sendable, Hashable, CustomStringConvertible {
    public enum Transport: String, Sendable, Hashable {
        case tcp, udp, sctp
    }

    public let number: UInt16
    public let transport: Transport

    public init(_ number: UInt16, _ transport: Transport = .tcp) {
        self.number = number
        self.transport = transport
    }

    /// Nil when `text` is no single port; without a transport it is TCP.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let number = UInt16(parts[0]),
            let transport = Transport(rawValue: parts.count == 2 ? String(parts[1]) : "tcp")
        else { return nil }
        self.init(number, transport)
    }

    public var description: String { "\(number)/\(transport.rawValue)" }
}

extension [String: JSONObject] {
    /// A set of ports in Go's way.
    init(ports: Set<ContainerPort>) {
        self.init(uniqueKeysWithValues: ports.map { ($0.description, JSONObject()) })
    }
}
