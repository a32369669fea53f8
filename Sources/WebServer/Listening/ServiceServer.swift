public import BrokerModel
public import Controller
import HTTPTypes
import Hummingbird
public import Ledger
public import Logging
public import Reconciliation
import ServiceLifecycle

/// The doors to the service: the Unix socket, guarded by its permissions; and on
/// the network, if it is configured, the same for those who show a token, the
/// probes, the page and the forge's webhooks.
public struct ServiceServer: Sendable {
    private let service: BrokerService
    private let ledger: LedgerStore
    private let source: DesiredStateSource?
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
        source = try? DesiredStateSource(
            configuration.repository, directory: configuration.dataDirectory + "/repository.git", clock: clock)
        socket = try SocketFile(configuration.socketPath)
        listen = configuration.server.listen
        webhooks = try configuration.forge.flatMap { forge in
            try forge.webhookSecretFile.map { file in
                WebhookRoute(
                    service: service, kind: forge.kind, secret: try WebhookSecret(file: file),
                    branch: configuration.repository.branch, log: log)
            }
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
            group.addTask { await beat() }
            defer { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    /// Keeps streams of events alive through proxies, and makes good for a signal
    /// that was missed.
    private func beat() async {
        while (try? await Task.sleep(for: .seconds(15))) != nil { service.feed.post(.beat) }
    }

    private func runLocally() async throws {
        let application = Application(
            router: localDoor(),
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

    /// What local commands are given.
    func localDoor() -> Router<LocalContext> {
        let router = Router(context: LocalContext.self)
        router.add(middleware: ProblemMiddleware<LocalContext>(log: log))
        addAll(to: router)
        return router
    }

    /// What the network is given: the same behind tokens, and the forge's
    /// webhooks, which are signed.
    func publicDoor() -> Router<NetworkContext> {
        let router = Router(context: NetworkContext.self)
        router.add(middleware: ProblemMiddleware<NetworkContext>(log: log))
        let keeper = TokenKeeper(ledger: ledger, service: service, clock: clock, log: log)
        router.add(middleware: TokenDoor(keeper: keeper, webhook: webhooks?.path))
        addAll(to: router)
        webhooks?.add(to: router)
        return router
    }

    private func addAll<Context: CallerContext>(to router: Router<Context>) {
        ProbeRoutes(service: service).add(to: router)
        PageRoutes().add(to: router)
        let api = router.group("api/v1")
        FleetRoutes(service: service).add(to: api)
        PreviewRoutes(service: service).add(to: api)
        RecordRoutes(service: service, ledger: ledger).add(to: api)
        StateRoute(ledger: ledger, clock: clock).add(to: api)
        PastRoutes(service: service, ledger: ledger, source: source, clock: clock).add(to: api)
        ReportRoute(ledger: ledger, clock: clock).add(to: api)
        ChainRoutes(ledger: ledger, source: source, machine: machine).add(to: api)
        SQLRoute(ledger: ledger, machine: machine).add(to: api)
        RunEventRoute(service: service, ledger: ledger).add(to: api)
        OrderRoutes(service: service, machine: machine, clock: clock).add(to: api)
        api.get("openapi.yaml") { _, _ in Answer.file(PackageResources.openapi_yaml, "application/yaml") }
    }
}
