/// The EMQX cluster as its members see it. What one host tells holds one view; a
/// plan looks at all of them together.
public struct EMQXObservation: ResourceObservation {
    public static let kind = EMQXClusterSpecification.kind
    public static let isShared = true

    /// By the host that was asked.
    public var views: [HostName: EMQXView]

    /// The password of the dashboard that each member took, in the form of the
    /// environment it was started with.
    public var passwords: [HostName: ConfidentialText]

    public init(views: [HostName: EMQXView], passwords: [HostName: ConfidentialText] = [:]) {
        self.views = views
        self.passwords = passwords
    }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(
            views: views.merging(other.views) { first, _ in first },
            passwords: passwords.merging(other.passwords) { first, _ in first })
    }

    public var hosts: [HostName] { views.keys.sorted() }

    /// Who runs changes by itself; no plan relies on more than on whether it
    /// answers.
    public func add(to fingerprint: inout Fingerprint) {
        for (host, view) in views.sorted(by: { $0.key < $1.key }) {
            fingerprint.field("host", host.text)
            fingerprint.field("answers", view.isAnswering ? 1 : 0)
            fingerprint.field("refused", view.isLoginRefused ? 1 : 0)
            if let door = view.door {
                fingerprint.field("authenticators", door.authenticators)
                fingerprint.field("sources", door.sources)
                fingerprint.field("noMatch", door.noMatch)
                fingerprint.field("otherRules", door.otherRules)
            }
            if let password = passwords[host] { fingerprint.field("password", password) }
        }
    }

    public var record: [String: String] {
        var record: [String: String] = [:]
        for view in views.values {
            record["answers"] = String(view.isAnswering)
            record["running"] = view.running?.joined(separator: " ")
            record["stopped"] = view.stopped.isEmpty ? nil : view.stopped.joined(separator: " ")
            guard let door = view.door else { continue }
            record["authenticators"] = door.authenticators.joined(separator: " ")
            record["sources"] = door.sources.joined(separator: " ")
            record["noMatch"] = door.noMatch
            record["otherRules"] = door.otherRules.isEmpty ? nil : door.otherRules.joined(separator: ", ")
            record["admitsAnybody"] = door.admitsAnybody.map(String.init)
        }
        return record
    }

    /// The form to keep: passwords closed.
    public struct Kept: Codable, Sendable {
        var views: [String: EMQXView]
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
