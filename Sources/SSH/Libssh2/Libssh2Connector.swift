internal import BrokerModel
internal import CLibssh2
internal import Glibc

/// Opens an authenticated session with a destination through libssh2.
final class Libssh2Connector: SessionConnector {
    /// The host key algorithms libssh2 1.10 can check. (It knows `ssh-rsa`
    /// too, with SHA-1, which OpenSSH has retired.)
    static let hostKeyAlgorithms = [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    ]

    private let destination: SSHDestination

    private var failures: SSHFailures { SSHFailures(destination) }

    init(_ destination: SSHDestination) {
        self.destination = destination
    }

    func connect(_ patience: Patience) throws(ConnectProblem) -> any Session {
        let identity: IdentityKey
        do {
            identity = try IdentityKey(for: destination, failures: failures)
        } catch {
            throw .failed(error)
        }
        // Asking for the pinned algorithms keeps a server that has keys of
        // several kinds from presenting one that is not pinned.
        let algorithms = destination.hostKeys.map(\.algorithm).filter(Self.hostKeyAlgorithms.contains)
        guard !algorithms.isEmpty else { throw .failed(failures.noUsableHostKey()) }
        let session = try handshake(algorithms: algorithms, patience)
        try checkHostKey(of: session)
        try authenticate(session, identity, patience)
        return session
    }

    /// The key the host presents, without logging in.
    func hostKey(algorithms: [String], _ patience: Patience) throws(ConnectProblem) -> PinnedHostKey {
        let session = try handshake(algorithms: algorithms, patience)
        defer { session.disconnect() }
        return try presentedKey(of: session)
    }

    private func handshake(algorithms: [String], _ patience: Patience) throws(ConnectProblem) -> Libssh2Session {
        let descriptor: Int32
        do {
            descriptor = try TCPConnector.connect(to: destination.address, port: destination.port, patience)
        } catch {
            switch error {
            case .over(let over): throw problem(over, "no answer to the connection request")
            case .refused(let response): throw .failed(failures.unreachable(response))
            }
        }
        let socket = SocketBuffers(descriptor: descriptor)
        let failures = failures
        do {
            let session = try Libssh2Session(socket: socket)
            try session.restrictAlgorithms(hostKeys: algorithms)
            try complete(on: socket, patience, "the port answers, but there is no SSH handshake") {
                () throws(Libssh2Error) in
                try session.handshake()
            } failing: { error in
                error.code == LIBSSH2_ERROR_KEX_FAILURE
                    ? failures.noCommonAlgorithm(
                        error.message, missing: offer(patience)?.missing(hostKeys: algorithms) ?? "")
                    : failures.unreachable("the SSH handshake failed: \(error)")
            }
            return session
        } catch let error as Libssh2Error {
            throw .failed(failures.unreachable("\(error)"))
        } catch let error as ConnectProblem {
            throw error
        } catch {
            throw .failed(failures.unreachable("\(error)"))
        }
    }

    /// For a message, so it may not take long.
    private func offer(_ patience: Patience) -> ServerOffer? {
        var patience = patience
        patience.deadline = min(patience.deadline, .now + .seconds(3))
        return ServerOffer.ask(destination.address, port: destination.port, patience)
    }

    private func presentedKey(of session: Libssh2Session) throws(ConnectProblem) -> PinnedHostKey {
        do {
            return try PinnedHostKey(blob: session.hostKey)
        } catch {
            throw .failed(failures.unreachable("the server's host key cannot be read: \(error)"))
        }
    }

    private func checkHostKey(of session: Libssh2Session) throws(ConnectProblem) {
        let presented = try presentedKey(of: session)
        guard destination.hostKeys.contains(presented) else {
            throw .failed(failures.hostKeyMismatch(presented: presented))
        }
    }

    private func authenticate(
        _ session: Libssh2Session, _ identity: IdentityKey, _ patience: Patience
    ) throws(ConnectProblem) {
        let failures = failures
        try complete(on: session.socket, patience, "the host did not answer the login") {
            () throws(Libssh2Error) in
            try session.authenticate(user: destination.user, identity: identity)
        } failing: { error in
            switch error.code {
            case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED:
                failures.authenticationRefused("\(error)")
            case LIBSSH2_ERROR_FILE, LIBSSH2_ERROR_METHOD_NOT_SUPPORTED, LIBSSH2_ERROR_ALLOC:
                failures.identityUnusable(
                    .transportUnsupported, "libssh2 cannot use it: \(error)",
                    remedy: "use an Ed25519 or ECDSA key")
            default:
                failures.unreachable("the connection broke during the login: \(error)")
            }
        }
    }

    /// Repeats a step until it is done, waiting for the socket in between.
    private func complete(
        on socket: SocketBuffers,
        _ patience: Patience,
        _ silence: String,
        _ step: () throws(Libssh2Error) -> Attempt<Void>,
        failing: (Libssh2Error) -> Failure
    ) throws(ConnectProblem) {
        while true {
            do {
                let attempt = try step()
                try socket.flush()
                if case .done = attempt { return }
                try patience.wait(for: socket.descriptor, socket.interest)
                _ = try socket.fill()
            } catch let error as Libssh2Error {
                throw .failed(failing(error))
            } catch let error as Patience.Over {
                throw problem(error, silence)
            } catch {
                throw .failed(failures.unreachable("the connection broke: \(error)"))
            }
        }
    }

    private func problem(_ over: Patience.Over, _ silence: String) -> ConnectProblem {
        switch over {
        case .abandoned: .abandoned
        case .deadline: .failed(failures.unreachable("\(silence) within \(destination.timeouts.connect)"))
        }
    }
}
