import BrokerModel

/// Who asks, as it goes to the record, and what they may.
struct Identity: Sendable, Equatable {
    /// `ada@wmanage` over the socket, `token/ci` over the network.
    var name: String
    var role: AccessRole

    /// - Throws: ``Failure`` with `refusedByPolicy`.
    func require(_ needed: AccessRole, to attempted: String) throws {
        guard role < needed else { return }
        throw Failure(
            .refusedByPolicy, attempted: attempted, on: "the service",
            response:
                "\(name) is \(role.rawValue); this takes \(needed == .admin ? "an admin" : "an \(needed.rawValue)")",
            remedy: "use a token with that role: isobar token create NAME --role \(needed.rawValue)")
    }
}
