internal import CLibssh2
internal import Glibc

/// One libssh2 session in non-blocking mode. Belongs to one thread.
final class Libssh2Session: Session {
    let socket: SocketBuffers
    private let handle: OpaquePointer

    /// `libssh2_init` is not safe to call twice at a time; a `static let` is.
    private static let initialised: Int32 = libssh2_init(0)

    init(socket: SocketBuffers) throws(Libssh2Error) {
        guard Self.initialised == 0 else {
            throw Libssh2Error(code: Self.initialised, message: "libssh2 could not be initialised")
        }
        let context = Unmanaged.passUnretained(socket).toOpaque()
        guard let handle = libssh2_session_init_ex(nil, nil, nil, context) else {
            throw Libssh2Error(code: LIBSSH2_ERROR_ALLOC, message: "no memory for a session")
        }
        self.socket = socket
        self.handle = handle
        libssh2_session_set_blocking(handle, 0)
        CLibssh2_set_transport(
            handle,
            { _, bytes, count, _, context in
                guard let bytes, let buffers = socketBuffers(context) else { return Int(-EPIPE) }
                return buffers.take(from: bytes, count)
            },
            { _, room, count, _, context in
                guard let room, let buffers = socketBuffers(context) else { return Int(-EPIPE) }
                return buffers.give(to: room, count)
            })
    }

    deinit {
        // On a severed socket libssh2 waits for nothing, so this ends at once.
        socket.sever()
        while libssh2_session_free(handle) == LIBSSH2_ERROR_EAGAIN {}
    }

    // MARK: - Setting up

    static let keyExchanges = [
        "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521", "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256",
    ]
    static let ciphers = ["aes256-ctr", "aes192-ctr", "aes128-ctr"]
    static let macs = ["hmac-sha2-256", "hmac-sha2-512"]

    /// Restricts what may be negotiated, best first. libssh2 would otherwise
    /// offer its outdated algorithms too. Names that are not in this build are
    /// ignored by libssh2.
    func restrictAlgorithms(hostKeys: [String]) throws(Libssh2Error) {
        let preferences: [(Int32, [String])] = [
            (LIBSSH2_METHOD_HOSTKEY, hostKeys),
            (LIBSSH2_METHOD_KEX, Self.keyExchanges),
            (LIBSSH2_METHOD_CRYPT_CS, Self.ciphers),
            (LIBSSH2_METHOD_CRYPT_SC, Self.ciphers),
            (LIBSSH2_METHOD_MAC_CS, Self.macs),
            (LIBSSH2_METHOD_MAC_SC, Self.macs),
        ]
        for (method, names) in preferences {
            try check(libssh2_session_method_pref(handle, method, names.joined(separator: ",")))
        }
    }

    func handshake() throws(Libssh2Error) -> Attempt<Void> {
        try attempt(libssh2_session_handshake(handle, socket.descriptor))
    }

    /// The key the server proved to hold, in wire encoding.
    var hostKey: [UInt8] {
        var count = 0
        var type: Int32 = 0
        guard let bytes = libssh2_session_hostkey(handle, &count, &type) else { return [] }
        return UnsafeRawBufferPointer(start: bytes, count: count).map(\.self)
    }

    func authenticate(user: String, identity: IdentityKey) throws(Libssh2Error) -> Attempt<Void> {
        let code = identity.text.withUnsafeBufferPointer { key in
            key.withMemoryRebound(to: CChar.self) { key in
                libssh2_userauth_publickey_frommemory(
                    handle, user, user.utf8.count, nil, 0, key.baseAddress, key.count, nil)
            }
        }
        return try attempt(code)
    }

    /// Says goodbye, as far as the socket takes it at once.
    func disconnect() {
        libssh2_session_disconnect_ex(handle, SSH_DISCONNECT_BY_APPLICATION, "done", "")
        try? socket.flush()
    }

    // MARK: - The socket

    func hear() throws -> Bool { try socket.fill() }
    func flush() throws { try socket.flush() }
    var isEnded: Bool { socket.isEnded }
    var isCongested: Bool { socket.isCongested }
    var interests: [pollfd] { [pollfd(fd: socket.descriptor, events: socket.interest, revents: 0)] }
    var endReason: String { "the host closed the connection" }

    // MARK: - Channels

    func openChannel() throws -> Attempt<(any SessionChannel)?> {
        switch try openChannel(type: "session") {
        case .done(let channel): .done(channel)
        case .again: .again
        }
    }

    /// Opens a channel of a type no server knows: the refusal proves that the
    /// host is there, and costs it neither a session nor a process.
    func ping() throws -> Attempt<Void> {
        switch try openChannel(type: "liveness@isobar.io") {
        case .done: .done(())
        case .again: .again
        }
    }

    /// Repeat with the same type until it is done. `nil`: the server refused.
    private func openChannel(type: String) throws(Libssh2Error) -> Attempt<Libssh2Channel?> {
        let channel = libssh2_channel_open_ex(
            handle, type, UInt32(type.utf8.count), Libssh2Channel.window, 32 << 10, nil, 0)
        if let channel { return .done(Libssh2Channel(channel, of: self)) }
        switch libssh2_session_last_errno(handle) {
        case LIBSSH2_ERROR_EAGAIN: return .again
        case LIBSSH2_ERROR_CHANNEL_FAILURE: return .done(nil)
        case let code: throw lastError(code)
        }
    }

    // MARK: - Results

    func attempt(_ code: Int32) throws(Libssh2Error) -> Attempt<Void> {
        guard code != LIBSSH2_ERROR_EAGAIN else { return .again }
        try check(code)
        return .done(())
    }

    func check(_ code: Int32) throws(Libssh2Error) {
        guard code >= 0 else { throw lastError(code) }
    }

    func lastError(_ code: Int32) -> Libssh2Error {
        var text: UnsafeMutablePointer<CChar>?
        libssh2_session_last_error(handle, &text, nil, 0)
        return Libssh2Error(code: code, message: text.map { String(cString: $0) } ?? "")
    }

    /// Frees what libssh2 allocated.
    func free(_ pointer: UnsafeMutableRawPointer) {
        libssh2_free(handle, pointer)
    }
}

/// libssh2 hands its callbacks a pointer to the session's context pointer.
private func socketBuffers(_ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> SocketBuffers? {
    guard let pointer = context?.pointee else { return nil }
    return Unmanaged<SocketBuffers>.fromOpaque(pointer).takeUnretainedValue()
}
