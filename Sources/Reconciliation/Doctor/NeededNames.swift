import BrokerModel

/// The DNS names antiloop containers connect to, as far as they stand in the
/// desired state in the clear.
struct NeededNames {
    /// At most as many as a host is asked for at once.
    let all: [String]

    /// Without these no instance becomes healthy.
    let vital: Set<String>

    private static let limit = 8

    init(_ desired: DesiredState) {
        let publish = Self.host(of: desired.broker.publish.broker)
        vital = Set([publish].compactMap { $0 })
        let environment = desired.broker.antiloop.environment.sorted { $0.key < $1.key }.map(\.value)
        let nodes = desired.nodes.filter(\.isEnabled).map(\.subscription.broker)
        var seen: Set<String> = []
        let names = ([publish] + (environment + nodes).map { Self.host(of: $0) }).compactMap { $0 }
        all = Array(names.filter { seen.insert($0).inserted }.prefix(Self.limit))
    }

    /// The host of a URL, if it is a name and not an address.
    private static func host(of source: TextSource) -> String? {
        guard case .literal(let url) = source, let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let name = host.prefix { $0 != ":" }
        // The helper takes letters, digits, dots and hyphens; what has no letter is an address.
        let isName = name.utf8.allSatisfy { $0.isName } && name.utf8.contains { $0.isLetterOfName }
        guard isName, name.first != "-", name.first != ".", name.utf8.count <= 253 else { return nil }
        return name.lowercased()
    }
}

extension UInt8 {
    fileprivate var isLetterOfName: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    fileprivate var isName: Bool {
        isLetterOfName || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "-")
    }
}
