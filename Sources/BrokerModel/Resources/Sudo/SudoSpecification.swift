/// What the account Isobar logs in with may run as root on a host: the helper
/// alone. Wanted where `hosts.yaml` says `sudo: narrow`.
public struct SudoSpecification: Specification {
    public static let kind = ResourceKind("sudo")

    /// The account.
    public var user: String

    public init(user: String) {
        self.user = user
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("user", user)
    }
}
