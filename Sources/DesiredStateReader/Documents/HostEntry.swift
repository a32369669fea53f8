import BrokerModel

/// What stands under the name of a host.
struct HostEntry: Sendable {
    var role: HostRole
    var address: String
    var hostKey: String
    var interface: String?
    var access: PartialAccess
}
