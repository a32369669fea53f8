import Foundation

/// A git repository in a temporary directory, made with the `git` program and
/// nothing of the machine's or the user's git configuration. It is removed when
/// the fixture goes.
public final class GitFixture: Sendable {
    /// `git` could not be run or refused.
    public struct GitError: Error, CustomStringConvertible {
        public let description: String
    }

    /// The top directory, holding the work tree and `.git`, or the bare
    /// repository itself.
    public let directory: String

    private let removesDirectory: Bool

    /// - Parameter directory: where to make it; without one, in a temporary
    ///   directory.
    public init(at directory: String? = nil, branch: String = "main", bare: Bool = false) throws {
        self.directory = directory ?? Self.temporaryDirectory()
        removesDirectory = directory == nil
        try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
        try git(["init", "--quiet", "--initial-branch", branch] + (bare ? ["--bare"] : []))
    }

    deinit {
        if removesDirectory { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// A path for a directory that does not exist yet.
    public static func temporaryDirectory() -> String {
        NSTemporaryDirectory() + "isobar-" + UUID().uuidString.lowercased()
    }

    /// Runs `git` in the repository.
    ///
    /// - Parameters:
    ///   - input: what `git` reads from its standard input.
    ///   - time: author and committer time, Unix seconds, in UTC.
    /// - Returns: its standard output without the line end.
    @discardableResult
    public func git(_ arguments: [String], input: [UInt8] = [], time: Int = 1_700_000_000) throws -> String {
        let ended = try SpawnedProgram.run(
            "git", arguments, environment: Self.environment(time: time), directory: directory, input: input)
        guard ended.status == 0 else {
            let complaint = String(decoding: ended.errorOutput, as: UTF8.self)
            throw GitError(description: "git \(arguments.joined(separator: " ")): \(complaint)")
        }
        let output = String(decoding: ended.output, as: UTF8.self)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    /// Writes files of the work tree: contents by path.
    public func write(_ files: [String: String]) throws {
        for (path, contents) in files {
            let url = URL(fileURLWithPath: directory).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contents.utf8).write(to: url)
        }
    }

    /// Writes `files`, removes `removed` and commits the whole work tree.
    ///
    /// - Returns: the full identifier of the commit.
    @discardableResult
    public func commit(
        _ message: String,
        _ files: [String: String] = [:],
        removing removed: [String] = [],
        time: Int = 1_700_000_000
    ) throws -> String {
        try write(files)
        for path in removed { try FileManager.default.removeItem(atPath: directory + "/" + path) }
        try git(["add", "--all"])
        try git(["commit", "--quiet", "--allow-empty", "--message", message], time: time)
        return try git(["rev-parse", "HEAD"])
    }

    /// Stores a blob without a work tree.
    public func blob(_ contents: [UInt8]) throws -> String {
        try git(["hash-object", "-w", "--stdin"], input: contents)
    }

    /// Stores a tree of any content: no name is checked.
    ///
    /// - Parameter entries: the mode as git writes it (`100644`, `40000`), the
    ///   name and the object.
    public func tree(_ entries: [(mode: String, name: String, id: String)]) throws -> String {
        var bytes: [UInt8] = []
        for entry in entries {
            bytes += Array("\(entry.mode) \(entry.name)".utf8) + [0] + Self.binary(entry.id)
        }
        return try git(["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: bytes)
    }

    /// Commits a tree and makes it the head of `branch`.
    @discardableResult
    public func commit(tree: String, message: String = "Tree", branch: String = "main") throws -> String {
        let commit = try git(["commit-tree", tree, "-m", message])
        try git(["update-ref", "refs/heads/\(branch)", commit])
        return commit
    }

    private static func binary(_ id: String) -> [UInt8] {
        let digits = id.utf8.map { $0 <= UInt8(ascii: "9") ? $0 - UInt8(ascii: "0") : $0 - UInt8(ascii: "a") + 10 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func environment(time: Int) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return [
            "PATH": path, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": "\(time) +0000",
            "GIT_COMMITTER_NAME": "Ada Example", "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_COMMITTER_DATE": "\(time) +0000",
        ]
    }
}
