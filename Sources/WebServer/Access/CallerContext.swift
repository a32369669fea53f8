import BrokerModel
import Hummingbird

/// A request of which is known who makes it.
protocol CallerContext: RequestContext {
    /// - Parameter machine: what names of people of this machine end with.
    /// - Throws: ``Failure`` when it cannot be told: then nobody is believed.
    func identity(on machine: String) async throws -> Identity
}

extension CallerContext {
    /// Who asks, once it is known that they may.
    func identity(on machine: String, with role: AccessRole, to attempted: String) async throws -> Identity {
        let identity = try await identity(on: machine)
        try identity.require(role, to: attempted)
        return identity
    }
}

extension LocalContext: CallerContext {
    /// Who may open the socket runs as the service's user or as root, and may
    /// everything.
    func identity(on machine: String) async throws -> Identity {
        Identity(name: "\(try await caller.name)@\(machine)", role: .admin)
    }
}
