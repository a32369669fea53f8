import BrokerModel
import Glibc

/// Reads and replaces the files of secrets.
enum SecretFile {
    /// What is read at most; the reader of the desired state takes no more.
    static let maximumSize = 1024 * 1024

    /// Nil when there is no such file.
    static func read(_ path: String, attempted: String) throws(Failure) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(attempted, path, errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure(attempted, path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximumSize else {
            throw Failure(
                .desiredStateInvalid, attempted: attempted, on: path,
                response: "it is no plain file of at most \(maximumSize) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var length = 0
        while length < bytes.count {
            let count = bytes[length...].withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(attempted, path, errno) }
            if count == 0 { break }
            length += count
        }
        return Array(bytes.prefix(length))
    }

    /// Writes all files beside their places and, once all are on the disk, moves
    /// them there.
    static func write(_ files: [(path: String, bytes: [UInt8])]) throws(Failure) {
        var waiting: [(temporary: String, path: String)] = []
        defer { for file in waiting { unlink(file.temporary) } }
        for (path, bytes) in files {
            let temporary = temporaryName(of: path)
            waiting.append((temporary, path))
            try create(temporary, bytes)
        }
        while let (temporary, path) = waiting.first {
            guard rename(temporary, path) == 0 else { throw failure("put a secret in its place", path, errno) }
            waiting.removeFirst()
        }
    }

    /// The names of what lies in a directory; none where there is no directory.
    static func names(in directory: String) throws(Failure) -> [String] {
        guard let stream = opendir(directory) else {
            if errno == ENOENT { return [] }
            throw failure("list the secrets", directory, errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    static func isLeftOver(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".age.tmp") }

    static func failure(_ attempted: String, _ path: String, _ number: Int32) -> Failure {
        Failure(
            .desiredStateInvalid, attempted: attempted, on: path, response: String(cString: strerror(number)),
            remedy: number == ENOENT ? "name the directory that holds broker.yaml with --path" : nil)
    }

    /// `.NAME.age.tmp` in the same directory: a rename does not cross file systems.
    private static func temporaryName(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return ".\(path).tmp" }
        return "\(path[...slash]).\(path[path.index(after: slash)...]).tmp"
    }

    private static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let attempted = "write a secret"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { throw failure(attempted, path, errno) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(attempted, path, errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw failure(attempted, path, errno) }
    }
}
