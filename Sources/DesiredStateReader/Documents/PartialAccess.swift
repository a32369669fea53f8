import BrokerModel

/// The parts of ``HostAccess`` that are given at one place.
struct PartialAccess: Sendable {
    var user: String?
    var port: Int?
    var transport: HostAccess.Transport?
    var sudo: HostAccess.Sudo?

    func completed(by other: HostAccess) -> HostAccess {
        HostAccess(
            user: user ?? other.user, port: port ?? other.port, transport: transport ?? other.transport,
            sudo: sudo ?? other.sudo)
    }

    /// Asks for the parts among the fields of a mapping.
    init(_ fields: inout Fields) {
        user = fields.optional("user", .accountName, "The user to log in as; ansadm when nothing is said.")
        port = fields.optional("port", .port, "The port of the SSH server; 22 when nothing is said.")
        transport = fields.optional(
            "transport", .choice, "The SSH implementation; auto takes the first that can talk to the host.")
        sudo = fields.optional(
            "sudo", .choice,
            "narrow: the user's wide sudo rule is taken away once the helper's own has proven itself; keep: it stays.")
    }
}
