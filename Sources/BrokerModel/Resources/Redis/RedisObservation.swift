/// The Redis cluster as its nodes see it. What one host tells holds one view; a
/// plan looks at all of them together.
public struct RedisObservation: ResourceObservation {
    public static let kind = RedisClusterSpecification.kind
    public static let isShared = true

    /// By the host that was asked.
    public var views: [HostName: RedisView]

    public init(views: [HostName: RedisView]) {
        self.views = views
    }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(views: views.merging(other.views) { first, _ in first })
    }

    /// The hosts whose node is the master of something now.
    public var masters: Set<HostName> { Set(views.filter { $0.value.isServing }.keys) }

    /// Roles, links and who is reached change by themselves; no plan relies on
    /// them.
    public func add(to fingerprint: inout Fingerprint) {
        for (host, view) in views.sorted(by: { $0.key < $1.key }) {
            fingerprint.field("host", host.text)
            fingerprint.field("answers", view.isAnswering ? 1 : 0)
            fingerprint.field("node", view.own?.id)
            fingerprint.field("knows", view.known.map(\.id))
            fingerprint.field("slots", view.slotCount)
            fingerprint.field("empty", view.isEmpty ? 1 : 0)
        }
    }

    public var record: [String: String] {
        var record: [String: String] = [:]
        for view in views.values {
            record["answers"] = String(view.isAnswering)
            guard let own = view.own else { continue }
            record["node"] = own.id
            record["role"] = own.isMaster ? "master" : "replica"
            record["master"] = own.master
            record["slots"] = own.slots.isEmpty ? nil : own.slots.map(\.slotText).joined(separator: " ")
            record["nodes"] = String(view.known.count)
        }
        return record
    }

    /// The form to keep: there is no secret in it.
    public struct Kept: Codable, Sendable {
        var views: [String: RedisView]
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        Kept(views: Dictionary(views.map { ($0.key.text, $0.value) }) { first, _ in first })
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        self.init(views: [:])
        for (name, view) in kept.views {
            if let host = HostName(name) { views[host] = view }
        }
    }
}

extension ClosedRange<Int> {
    /// As Redis writes a range of slots: `0-5460`, or one number.
    public var slotText: String { count == 1 ? String(lowerBound) : "\(lowerBound)-\(upperBound)" }
}
