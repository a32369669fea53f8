import BrokerModel
import CLibgit2
import Glibc

/// A directory tree on a disk.
struct DiskSource: SnapshotSource {
    /// The directory the caller named; it alone may be reached through links.
    let top: String

    func entries(of directory: String, limit: Int) throws(Failure) -> [SnapshotEntry<String, String>] {
        guard let stream = opendir(directory) else { throw failure(directory, errno) }
        defer { closedir(stream) }
        var entries: [SnapshotEntry<String, String>] = []
        while entries.count <= limit {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw failure(directory, errno) }
                break
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name == Array(".".utf8) || name == Array("..".utf8) { continue }
            if directory == top, name == Array(".git".utf8) { continue }
            entries.append(SnapshotEntry(name: name, kind: try kind(of: name, in: directory)))
        }
        return entries
    }

    func read(_ file: String, path: String, limit: Int) throws(Failure) -> RepositoryFile? {
        // Should the file have become a link or a pipe since it was listed, this fails and does not wait.
        let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(file, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(file, errno) }

        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(file, errno) }
            if count == 0 {
                return RepositoryFile(
                    path: path, bytes: bytes, blobID: try blobID(of: bytes, file),
                    mode: status.st_mode & S_IXUSR == 0 ? .regular : .executable)
            }
            bytes += chunk[..<count]
        }
        return nil
    }

    private func kind(of name: [UInt8], in directory: String) throws(Failure) -> SnapshotEntry<String, String>.Kind {
        guard let text = String(validating: name, as: UTF8.self) else {
            return .other("a name that is not UTF-8")
        }
        let path = directory + "/" + text
        var status = stat()
        guard lstat(path, &status) == 0 else { throw failure(path, errno) }
        return switch status.st_mode & S_IFMT {
        case S_IFDIR: .directory(path)
        case S_IFREG: .file(path, bytes: Int(status.st_size))
        case S_IFLNK: .other("a symbolic link")
        case S_IFIFO: .other("a named pipe")
        case S_IFSOCK: .other("a socket")
        default: .other("a device")
        }
    }

    private func blobID(of bytes: [UInt8], _ file: String) throws(Failure) -> ObjectID {
        do {
            try LibGit2.start()
            var id = git_oid()
            try check(bytes.withUnsafeBytes { git_odb_hash(&id, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) })
            return try id.objectID()
        } catch {
            throw Failure(
                .repositoryFailed, attempted: "compute the identifier of a file", on: file.printable,
                response: error.message)
        }
    }

    private func failure(_ path: String, _ reason: Int32) -> Failure {
        Failure(
            .desiredStateInvalid, attempted: "read the directory of the desired state", on: path.printable,
            response: String(cString: strerror(reason)))
    }
}
