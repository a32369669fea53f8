public import BrokerModel
public import Controller
import HTTPTypes
import Hummingbird
public import Ledger
public import Logging
public import Reconciliation
import ServiceLifecycle

/// The doors to the service: the Unix socket, guarded by its permissions, on
/// which everything can be asked; and on the network, if it is configured, the
/// probes and the forge's webhooks alone.
public struct ServiceServer: Sendable {
    private let service: BrokerService
    private let ledger: LedgerStore
    private let socket: SocketFile
    private let listen: ListenAddress?
    private let webhooks: WebhookRoute?
    private let machine: String
    private let clock: @Sendable () -> Timestamp
    private let log: Logger

    /// - Parameter machine: what people's names in the record end with:
    ///   `ada@wmanage`.
    /// - Throws: ``Failure`` when the socket's path cannot be used or another
    ///   service listens there; when the secret of the webhooks is empty or
    ///   cannot be read.
    public init(
        _ service: BrokerService, ledger: LedgerStore, configuration: ControllerConfiguration, machine: String,
        clock: @escaping @Sendable () -> Timestamp, log: Logger
    ) throws {
        self.service = service
        self.ledger = ledger
        socket = try SocketFile(configuration.socketPath)
        listen = configuration.server.listen
        webhooks = try configuration.forge.map { forge in
            WebhookRoute(
                service: service, kind: forge.kind, secret: try WebhookSecret(file: forge.webhookSecretFile),
                branch: configuration.repository.branch, log: log)
        }
        self.machine = machine
        self.clock = clock
        self.log = log
    }

    /// Listens until the task is cancelled.
    ///
    /// - Throws: what keeps it from listening.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runLocally() }
            if let listen { group.addTask { try await run(on: listen) } }
            defer { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    private func runLocally() async throws {
        let application = Application(
            router: everything(),
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket.path)),
            onServerRunning: { _ in log.info("listening", metadata: ["socket": "\(socket.path)"]) }, logger: quiet)
        defer { socket.remove() }
        try await run(application, on: socket.path)
    }

    private func run(on address: ListenAddress) async throws {
        let text = "\(address.host):\(address.port)"
        let application = Application(
            router: publicDoor(),
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { _ in log.info("listening", metadata: ["address": "\(text)"]) }, logger: quiet)
        try await run(application, on: text)
    }

    /// Until the task is cancelled; then the listener is closed before anything
    /// is given up, and who is being answered has some seconds left. NIO ends the
    /// whole process over a connection that was taken and is dropped unseen
    /// ("Deinited NIOAsyncWriter without calling finish()").
    func run(_ application: some ApplicationProtocol, on place: String) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)
            ],
            logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(2)
        let group = ServiceGroup(configuration: configuration)
        let running = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch is CancellationError {
            return
        } catch {
            throw Failure(
                .configurationInvalid, attempted: "listen", on: place, response: "\(error)",
                remedy: "see server: in isobar.yaml")
        }
    }

    /// What the server itself has to say about requests is of no interest, nor
    /// about those that the end of the service cuts off.
    private var quiet: Logger {
        var quiet = log
        quiet.logLevel = .critical
        return quiet
    }

    func everything() -> Router<LocalContext> {
        let router = Router(context: LocalContext.self)
        router.add(middleware: ProblemMiddleware<LocalContext>(log: log))
        ProbeRoutes(service: service).add(to: router)
        let api = router.group("api/v1")
        QueryRoutes(service: service, ledger: ledger).add(to: api)
        OrderRoutes(service: service, machine: machine, clock: clock).add(to: api)
        return router
    }

    /// Probes, and webhooks, which are signed. Everything else needs a token,
    /// which this version cannot check.
    func publicDoor() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemMiddleware<BasicRequestContext>(log: log))
        router.add(middleware: ClosedDoor<BasicRequestContext>(webhook: webhooks?.path))
        ProbeRoutes(service: service).add(to: router)
        webhooks?.add(to: router)
        return router
    }
}
