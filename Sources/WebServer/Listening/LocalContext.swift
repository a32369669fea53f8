import BrokerModel
import Glibc
import Hummingbird
import NIOCore

/// A request that came over the service's socket.
struct LocalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Who asks.
    ///
    /// - Throws: ``Failure`` when the kernel does not say: then nobody is
    ///   believed.
    var caller: Caller {
        get async throws {
            guard let socket = channel as? any SocketOptionProvider else { throw Self.unknown("this is no socket") }
            do {
                let credentials: Caller.Credentials = try await socket.unsafeGetSocketOption(
                    level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
                ).get()
                return Caller(credentials)
            } catch {
                throw Self.unknown("\(error)")
            }
        }
    }

    private static func unknown(_ response: String) -> Failure {
        Failure(
            .commandFailed, attempted: "ask the kernel who calls", on: "the service's socket", response: response,
            remedy: "call again")
    }
}
