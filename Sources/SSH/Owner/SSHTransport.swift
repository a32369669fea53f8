public import BrokerModel
internal import Foundation
internal import Synchronization

/// A transport over SSH: libssh2 in this process, or the system's OpenSSH client.
///
/// One thread owns the session and does all of its I/O; callers hand it their
/// demands and suspend. The thread starts with the first call and connects when
/// somebody waits; it ends with ``close()`` or with the transport.
///
/// - `libssh2` takes Ed25519 and ECDSA keys, AES-CTR and HMAC-SHA2. A host that
///   insists on anything else fails with `transportUnsupported`.
/// - `openssh` takes what the installed client takes: RSA, certificates, agents
///   and jump hosts too (``OpenSSHSettings``).
/// - `auto` takes libssh2 wherever that can reach the host, else OpenSSH. A host
///   that proves to be another one, or refuses a key, is not asked again by
///   other means.
public final class SSHTransport: Transport {
    public let destination: SSHDestination

    /// As it was asked for.
    public let implementation: HostAccess.Transport
    private let environment: [String: String]
    private let mailbox: Mailbox
    private let choice = TransportChoice()
    private let isStarted = Atomic(false)

    /// - Throws: ``Failure`` when the process is out of file descriptors.
    public convenience init(_ destination: SSHDestination, implementation: HostAccess.Transport = .auto) throws {
        try self.init(
            destination, implementation: implementation, environment: ProcessInfo.processInfo.environment)
    }

    /// - Parameter environment: what ssh(1) gets its own from.
    init(_ destination: SSHDestination, implementation: HostAccess.Transport, environment: [String: String]) throws {
        self.destination = destination
        self.implementation = implementation
        self.environment = environment
        do {
            mailbox = try Mailbox()
        } catch {
            throw SSHFailures(destination).unreachable("no pipe could be made: \(error)")
        }
    }

    deinit {
        post(nil)
    }

    public var implementationInUse: HostAccess.Transport? {
        implementation == .auto ? choice.made : implementation
    }

    public func run(_ command: RemoteCommand) async throws -> CommandResult {
        let number = mailbox.nextNumber()
        let answer = try await ask(.start(CallID(number: number), .command, command), number)
        guard case .result(let result) = answer else { throw misplaced(answer) }
        return result
    }

    public func open(_ command: RemoteCommand) async throws -> any ByteStream {
        let number = mailbox.nextNumber()
        _ = try await ask(.start(CallID(number: number), .stream, command), number)
        return ChannelStream(CallID(number: number), on: self)
    }

    public func close() async {
        guard isStarted.exchange(true, ordering: .relaxed) else {
            _ = mailbox.close()
            return
        }
        // Not through a cancelled task's eyes: cleaning up has to work there too.
        _ = await withCheckedContinuation { continuation in
            let ticket = Ticket(number: mailbox.nextNumber())
            let letter = Mailbox.Letter(demand: nil, ticket: ticket, continuation: continuation)
            if !mailbox.post(letter) { continuation.resume(returning: .done) }
        }
    }

    // MARK: - The thread

    /// Hands a demand over and waits for its answer, as long as the task is not
    /// cancelled.
    func ask(_ demand: Demand) async throws -> Answer {
        try await ask(demand, mailbox.nextNumber())
    }

    private func ask(_ demand: Demand, _ number: UInt64) async throws -> Answer {
        startThread()
        let ticket = Ticket(number: number)
        let posting = Posting()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let letter = Mailbox.Letter(demand: demand, ticket: ticket, continuation: continuation)
                switch posting.post({ mailbox.post(letter) }) {
                case .posted: break
                case .cancelled: continuation.resume(returning: .failed(failures.cancelled(during: "reach the host")))
                case .refused: continuation.resume(returning: .failed(failures.closed(during: "reach the host")))
                }
            }
        } onCancel: {
            if posting.cancel() { post(.cancel(ticket)) }
        }
        if case .failed(let failure) = answer { throw failure }
        return answer
    }

    /// Hands a demand over that nobody waits for.
    func post(_ demand: Demand?) {
        let ticket = Ticket(number: mailbox.nextNumber())
        _ = mailbox.post(Mailbox.Letter(demand: demand, ticket: ticket, continuation: nil))
    }

    private func startThread() {
        guard isStarted.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        let thread = Thread { [destination, implementation, environment, mailbox, choice] in
            let connector: any SessionConnector =
                switch implementation {
                case .libssh2: Libssh2Connector(destination)
                case .openssh: OpenSSHConnector(destination, environment: environment)
                case .auto: AutoConnector(destination, environment: environment, choice)
                }
            SessionOwner(destination: destination, connector: connector, mailbox: mailbox).run()
        }
        thread.name = "ssh \(destination.name)"
        thread.start()
    }

    private var failures: SSHFailures { SSHFailures(destination) }

    /// An answer of a kind nobody gives to this demand.
    func misplaced(_ answer: Answer) -> Failure {
        failures.lost("an answer of the wrong kind came: \(answer)", during: "use the session")
    }
}
