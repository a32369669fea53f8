internal import Glibc

/// A directory only this user can enter, for what a master needs while it
/// connects: the pinned host keys and its control socket.
///
/// Lives no longer than the attempt to connect, so that nothing stays behind
/// whatever happens later: the connection to the socket outlives its name.
final class ControlDirectory {
    private let path: String

    var knownHosts: String { path + "/known_hosts" }
    var socket: String { path + "/control" }

    /// ssh(1) first binds the socket under its name and 17 more characters, all
    /// of which have to fit into `sun_path`.
    private static let longest = 107 - 17 - "/isobar-ssh-XXXXXX/control".utf8.count

    /// - Parameter environment: where `XDG_RUNTIME_DIR` and `TMPDIR` are looked
    ///   up; `/tmp` is taken when neither is set or short enough.
    init(environment: [String: String], knownHosts text: String) throws(SystemError) {
        let named = ["XDG_RUNTIME_DIR", "TMPDIR"].compactMap { environment[$0] }
        let parents = named.filter { $0.hasPrefix("/") && $0.utf8.count <= Self.longest } + ["/tmp"]
        var last = SystemError(number: ENOENT)
        for parent in parents {
            // mkdtemp(3) makes it with mode 0700.
            var template = Array((parent + "/isobar-ssh-XXXXXX").utf8CString)
            guard mkdtemp(&template) != nil else {
                last = .last()
                continue
            }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            try Self.write(text, to: knownHosts)
            return
        }
        throw last
    }

    deinit {
        unlink(socket)
        unlink(knownHosts)
        rmdir(path)
    }

    private static func write(_ text: String, to file: String) throws(SystemError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last() }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .last() }
            rest = rest.dropFirst(count)
        }
    }
}
