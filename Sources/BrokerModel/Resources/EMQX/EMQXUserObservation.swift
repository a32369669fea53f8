/// An MQTT user as the members of the cluster tell it.
public struct EMQXUserObservation: ResourceObservation {
    public static let kind = EMQXUserSpecification.kind
    public static let isShared = true
    public static let sharedScope = EMQXUserSpecification.scope

    /// The members share their users: who made one on any of them made it.
    public static let isOwnedTogether = false

    /// By the host whose member was asked; none where it could not be, and only
    /// the host's own record tells that there is such a user.
    public var accounts: [HostName: EMQXAccount]

    /// What each host remembers of the password Isobar set.
    public var stamps: [HostName: ConfidentialText]

    public init(accounts: [HostName: EMQXAccount], stamps: [HostName: ConfidentialText] = [:]) {
        self.accounts = accounts
        self.stamps = stamps
    }

    /// What the first of the members tells that could be asked.
    public var account: EMQXAccount? { accounts.min { $0.key < $1.key }?.value }

    /// Whether Isobar made it for antiloops to publish as.
    public var isPublisher: Bool { account?.isSuperuser == true && !stamps.isEmpty }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(
            accounts: accounts.merging(other.accounts) { first, _ in first },
            stamps: stamps.merging(other.stamps) { first, _ in first })
    }

    public var hosts: [HostName] { Set(accounts.keys).union(stamps.keys).sorted() }

    public func add(to fingerprint: inout Fingerprint) {
        for host in hosts {
            fingerprint.field("host", host.text)
            fingerprint.field("known", accounts[host] == nil ? 0 : 1)
            if let account = accounts[host] {
                fingerprint.field("superuser", account.isSuperuser ? 1 : 0)
                for rule in account.rules { rule.add(to: &fingerprint) }
            }
            if let stamp = stamps[host] { fingerprint.field("stamp", stamp) }
        }
    }

    public var record: [String: String] {
        guard let account else { return ["answers": "false"] }
        return ["superuser": String(account.isSuperuser), "rules": String(account.rules.count)]
    }

    /// The form to keep: topics and stamps closed.
    public struct Kept: Codable, Sendable {
        struct Account: Codable, Sendable {
            var isSuperuser: Bool

            /// Permission, action and the closed topic of each.
            var rules: [[String]]
        }

        var accounts: [String: Account]
        var stamps: [String: String]
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        var kept = Kept(accounts: [:], stamps: [:])
        for (host, account) in accounts {
            kept.accounts[host.text] = Kept.Account(
                isSuperuser: account.isSuperuser,
                rules: account.rules.map { [$0.permission, $0.action, seal.close($0.topic)] })
        }
        for (host, stamp) in stamps { kept.stamps[host.text] = seal.close(stamp) }
        return kept
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        self.init(accounts: [:])
        for (name, account) in kept.accounts {
            guard let host = HostName(name) else { continue }
            accounts[host] = EMQXAccount(
                isSuperuser: account.isSuperuser,
                rules: account.rules.filter { $0.count == 3 }.map {
                    EMQXRule(permission: $0[0], action: $0[1], topic: seal.open($0[2]))
                })
        }
        for (name, stamp) in kept.stamps {
            if let host = HostName(name) { stamps[host] = seal.open(stamp) }
        }
    }
}
