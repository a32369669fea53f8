import BrokerModel

/// What the rules of a kind say happened to a resource.
struct DriftAccount {
    var nature: DriftNature

    /// A clause without its subject: "is stopped (exited with 137)".
    var clause: String

    init(_ nature: DriftNature, _ clause: String) {
        self.nature = nature
        self.clause = clause
    }

    /// Several things happened at once: the first gives its name to all.
    static func joined(_ accounts: [DriftAccount]) -> DriftAccount? {
        accounts.first.map { DriftAccount($0.nature, accounts.map(\.clause).joined(separator: ", and ")) }
    }
}
