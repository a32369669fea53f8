import BrokerModel

/// Reads a directory tree, and says everything that is wrong with it.
///
/// A repository is written by others. These are the rules that make its files
/// plain data, the same for a commit and for a disk: regular files and
/// directories only, names that mean the same everywhere, and limits.
struct SnapshotWalk<Source: SnapshotSource & ~Copyable> {
    private let limits: SnapshotLimits
    private var files: [RepositoryFile] = []
    private var refusals: [SnapshotRefusal] = []
    private var fileCount = 0
    private var directoryCount = 0
    private var byteCount = 0

    /// Whether a limit of the whole was reached: nothing more is looked at.
    private var isStopped = false

    private init(limits: SnapshotLimits) {
        self.limits = limits
    }

    /// The files below `top`, and what is refused there.
    ///
    /// - Parameter subject: what is read, for the failure.
    /// - Throws: ``FailureCode/repositoryUnsafe`` when there is more than the
    ///   limits of the whole allow; it lists every refusal, one a line.
    static func snapshot(
        of source: borrowing Source,
        below top: Source.Directory,
        limits: SnapshotLimits,
        subject: String
    ) throws(Failure) -> Snapshot {
        var walk = Self(limits: limits)
        try walk.visit(top, path: [], of: source)
        guard !walk.isStopped else { throw walk.failure(on: subject) }
        return Snapshot(
            files: walk.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }, refusals: walk.refusals)
    }

    private mutating func visit(
        _ directory: Source.Directory,
        path: [String],
        of source: borrowing Source
    ) throws(Failure) {
        let limit = limits.files + limits.directories
        let entries = try source.entries(of: directory, limit: limit)
        guard entries.count <= limit else {
            refuse(path, "the directory has more than \(limit) entries")
            isStopped = true
            return
        }
        var names: [String: String] = [:]
        for entry in entries.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
            let name = String(decoding: entry.name, as: UTF8.self)
            let path = path + [name]
            if let reason = EntryName.refusal(of: entry.name) {
                refuse(path, reason)
                continue
            }
            if let other = names.updateValue(name, forKey: EntryName.folded(name)) {
                refuse(path, "differs from \(other.printable) in case or accents alone")
            }
            guard try accept(entry, path: path, of: source) else { return }
        }
    }

    /// - Returns: whether to go on; not when a limit of the whole is reached.
    private mutating func accept(
        _ entry: SnapshotEntry<Source.Directory, Source.File>,
        path: [String],
        of source: borrowing Source
    ) throws(Failure) -> Bool {
        if case .other(let kind) = entry.kind {
            refuse(path, "is \(kind); only regular files and directories are read")
            return true
        }
        guard path.count <= limits.depth else {
            refuse(path, "lies deeper than \(limits.depth) names")
            return true
        }
        switch entry.kind {
        case .other:
            return true
        case .directory(let directory):
            directoryCount += 1
            guard directoryCount <= limits.directories else {
                return stop("there are more than \(limits.directories) directories")
            }
            try visit(directory, path: path, of: source)
            return !isStopped
        case .file(let file, let bytes):
            fileCount += 1
            guard fileCount <= limits.files else { return stop("there are more than \(limits.files) files") }
            return try read(file, bytes: bytes, path: path, of: source)
        }
    }

    private mutating func read(
        _ file: Source.File,
        bytes: Int,
        path: [String],
        of source: borrowing Source
    ) throws(Failure) -> Bool {
        // Never read, so it does not count; and its name says more than a sum.
        guard bytes <= limits.bytesPerFile else {
            refuse(path, "is larger than \(limits.bytesPerFile) bytes")
            return true
        }
        byteCount += bytes
        guard byteCount <= limits.bytesInAll else {
            return stop("the files are larger than \(limits.bytesInAll) bytes together")
        }
        if let file = try source.read(file, path: path.joined(separator: "/"), limit: limits.bytesPerFile) {
            files.append(file)
        } else {
            refuse(path, "is larger than \(limits.bytesPerFile) bytes")
        }
        return true
    }

    private mutating func stop(_ reason: String) -> Bool {
        // First in the list, which may be cut.
        refusals.insert(SnapshotRefusal(path: ".", reason: reason), at: 0)
        isStopped = true
        return false
    }

    private mutating func refuse(_ path: [String], _ reason: String) {
        let path = path.isEmpty ? "." : path.map(\.printable).joined(separator: "/")
        refusals.append(SnapshotRefusal(path: path, reason: reason))
    }

    private func failure(on subject: String) -> Failure {
        let shown = refusals.prefix(100).map(\.description)
        let rest = refusals.count > 100 ? ["… and \(refusals.count - 100) more"] : []
        return Failure(
            .repositoryUnsafe, attempted: "read the directory of the desired state", on: subject,
            response: (shown + rest).joined(separator: "\n"),
            remedy: "remove what does not belong there; the desired state is plain files and directories")
    }
}
