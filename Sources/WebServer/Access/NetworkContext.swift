import BrokerModel
import Hummingbird
import NIOCore

/// A request that came over the network.
struct NetworkContext: CallerContext {
    var coreContext: CoreRequestContextStorage

    /// Whose token was shown; nil where none is needed.
    var owner: Identity?

    /// Where the connection comes from: a proxy's address, where there is one.
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    func identity(on machine: String) throws -> Identity {
        guard let owner else {
            throw Failure(
                .refusedByPolicy, attempted: "tell who asks", on: "the service", response: "no token was shown",
                remedy: "send the header Authorization: Bearer TOKEN")
        }
        return owner
    }
}
