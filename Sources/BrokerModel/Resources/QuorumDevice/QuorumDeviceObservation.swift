/// The third vote as its hosts see it. What one host tells holds one view; a plan
/// looks at all of them together.
public struct QuorumDeviceObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = QuorumDeviceSpecification.kind
    public static let isShared = true

    /// By the name of the host that was asked.
    public var views: [String: QuorumMemberView]

    public init(views: [String: QuorumMemberView]) {
        self.views = views
    }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(views: views.merging(other.views) { first, _ in first })
    }

    /// Whether a member reaches the server changes by itself; no plan relies on it.
    public func add(to fingerprint: inout Fingerprint) {
        for (host, view) in views.sorted(by: { $0.key < $1.key }) {
            fingerprint.field("host", host)
            fingerprint.field("installed", view.isInstalled ? 1 : 0)
            fingerprint.field("ours", view.isOurs ? 1 : 0)
            fingerprint.field("running", view.isRunning ? 1 : 0)
            fingerprint.field("enabled", view.isEnabled ? 1 : 0)
            fingerprint.field("authority", view.authority)
            fingerprint.field("device", view.device.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
        }
    }

    public var record: [String: String] {
        var record: [String: String] = [:]
        for (host, view) in views {
            record["\(host) running"] = String(view.isRunning)
            if !view.device.isEmpty { record["\(host) connected"] = String(view.isConnected) }
            for (name, value) in view.device { record["\(host) device \(name)"] = value }
        }
        return record
    }
}
