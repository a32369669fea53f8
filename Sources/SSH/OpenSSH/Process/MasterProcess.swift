internal import Glibc

/// A running ssh(1), and what it says on standard error.
///
/// It ends with its owner: dropped, it is ended and waited for; and the kernel
/// ends it when the thread that started it is gone, however that came about
/// (prctl(2), `PR_SET_PDEATHSIG`, through setpriv(1), since posix_spawn(3)
/// cannot ask for it). Belongs to that thread.
final class MasterProcess {
    private let id: pid_t

    /// To be waited for with poll(2).
    let errorOutput: Int32

    /// What it said, the last of it.
    private(set) var said: [UInt8] = []
    private static let longestSaid = 64 << 10

    private var status: Int32?

    /// `POSIX_SPAWN_SETSID`, which `spawn.h` shows to GNU sources only.
    private static let newSession: Int16 = 0x80

    /// How long it may take to end by itself.
    private static let grace = Duration.seconds(1)

    /// Starts ssh(1), found along `PATH`, without a terminal: it must neither
    /// ask a person nor get the signals of a key pressed.
    init(arguments: [String], environment: [String: String]) throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        // Not a pipe: that could not be closed on exec without a moment between.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .last() }
        errorOutput = ends[0]
        _ = fcntl(errorOutput, F_SETFL, O_NONBLOCK)
        defer { close(ends[1]) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process blocks or ignores, ssh must not: it is ended by
        // signals, and takes SIGPIPE and SIGCHLD for what they are.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Self.newSession)

        let words = (["setpriv", "--pdeathsig", "TERM", "ssh"] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer {
            for pointer in words + variables { free(pointer) }
        }
        var id: pid_t = 0
        let number = posix_spawnp(&id, "setpriv", &actions, &attributes, words + [nil], variables + [nil])
        guard number == 0 else {
            close(errorOutput)
            throw SystemError(number: number)
        }
        self.id = id
    }

    deinit {
        end()
        close(errorOutput)
    }

    /// Takes what it said since.
    func listen() {
        var room = [UInt8](repeating: 0, count: 8 << 10)
        while case let count = read(errorOutput, &room, room.count), count > 0 {
            said += room[..<count]
            if said.count > Self.longestSaid { said.removeFirst(said.count - Self.longestSaid) }
        }
    }

    var hasExited: Bool {
        if status == nil {
            var ending: Int32 = 0
            if waitpid(id, &ending, WNOHANG) == id { status = ending }
        }
        return status != nil
    }

    /// Ends it and reaps it; at once if need be.
    private func end() {
        guard !hasExited else { return }
        kill(id, SIGTERM)
        let deadline = ContinuousClock.now + Self.grace
        while !hasExited, ContinuousClock.now < deadline {
            // Its standard error closes when it ends, unless a jump host's ssh
            // holds it too.
            var entries = [pollfd(fd: errorOutput, events: Int16(POLLIN), revents: 0)]
            Poll.wait(&entries, until: .now + .milliseconds(5))
            listen()
        }
        guard !hasExited else { return }
        kill(id, SIGKILL)
        while waitpid(id, nil, 0) < 0, errno == EINTR {}
    }
}
