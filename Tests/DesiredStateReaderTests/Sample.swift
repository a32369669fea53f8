import BrokerModel
import DesiredStateReader
import Foundation

/// The files of the repository that tests look at.
enum Sample {
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func file(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: repository.appendingPathComponent(path)))
    }

    /// All files of `desired-state/`.
    static func files() throws -> [SourceFile] {
        try paths().map { SourceFile(path: $0, bytes: try file("desired-state/" + $0)) }
    }

    static func read(_ files: [SourceFile]? = nil) throws -> ReadResult {
        guard let today = Fixture.today else { throw CocoaError(.formatting) }
        return DesiredState.read(try files ?? self.files(), today: today)
    }

    /// The documents of the sample, each with the name of its schema.
    static var schemaByFile: [(String, String)] {
        ((try? paths()) ?? []).filter { $0.hasSuffix(".yaml") }.map { path in
            (path, path.hasPrefix("nodes/") ? "node" : String(path.dropLast(5)))
        }
    }

    /// Writes a file of the repository when the environment says so.
    static func record(_ text: String, as path: String) throws {
        guard ProcessInfo.processInfo.environment["ISOBAR_RECORD"] != nil else { return }
        let target = repository.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }

    private static func paths() throws -> [String] {
        let root = repository.appendingPathComponent("desired-state").resolvingSymlinksInPath().path
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().filter { path in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
    }
}
