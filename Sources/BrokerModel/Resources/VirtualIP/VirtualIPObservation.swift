/// The cluster as its members see it. What one host tells holds one view; a
/// plan looks at all of them together.
public struct VirtualIPObservation: ResourceObservation {
    public static let kind = VirtualIPSpecification.kind
    public static let isShared = true

    /// By the host that was asked.
    public var views: [HostName: ClusterView]

    /// The password each host was given by Isobar, as its digest; none where
    /// somebody else gave it.
    public var passwords: [HostName: ConfidentialText]

    public init(views: [HostName: ClusterView], passwords: [HostName: ConfidentialText] = [:]) {
        self.views = views
        self.passwords = passwords
    }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(
            views: views.merging(other.views) { first, _ in first },
            passwords: passwords.merging(other.passwords) { first, _ in first })
    }

    /// Who bears the address and who is online changes by itself; no plan relies
    /// on it.
    public func add(to fingerprint: inout Fingerprint) {
        for (host, view) in views.sorted(by: { $0.key < $1.key }) {
            fingerprint.field("host", host.text)
            fingerprint.field("installed", view.isInstalled ? 1 : 0)
            fingerprint.field("cluster", view.clusterName)
            fingerprint.field("nodes", view.nodes.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
            fingerprint.field("running", view.isRunning ? 1 : 0)
            fingerprint.field("enabled", view.isEnabled ? 1 : 0)
            fingerprint.field("resources", view.resources)
            fingerprint.field("settings", view.settings.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
            fingerprint.field("hands", view.interventions.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
            fingerprint.field("failures", view.failures)
            if let password = passwords[host] { fingerprint.field("password", password) }
        }
    }

    public var record: [String: String] {
        var record: [String: String] = [:]
        for view in views.values {
            record["cluster"] = view.clusterName
            record["running"] = String(view.isRunning)
            record["bearsAddress"] = String(view.bearsAddress)
            for (name, value) in view.settings { record[name] = value }
            for (name, value) in view.interventions { record[name] = value }
            if !view.failures.isEmpty { record["failures"] = view.failures.joined(separator: "; ") }
        }
        return record
    }

    /// The form to keep: passwords closed.
    public struct Kept: Codable, Sendable {
        var views: [String: ClusterView]
        var passwords: [String: String]
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        Kept(
            views: Dictionary(views.map { ($0.key.text, $0.value) }) { first, _ in first },
            passwords: Dictionary(passwords.map { ($0.key.text, seal.close($0.value)) }) { first, _ in first })
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        self.init(views: [:])
        for (name, view) in kept.views {
            if let host = HostName(name) { views[host] = view }
        }
        for (name, password) in kept.passwords {
            if let host = HostName(name) { passwords[host] = seal.open(password) }
        }
    }
}
