import Foundation

/// The files below `fuzz/`.
enum HostileInputs {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fuzz")

    /// The files of one directory; none when it does not exist.
    static func files(_ directory: String) throws -> [URL] {
        try contents(directory).filter { !$0.hasDirectoryPath }
    }

    static func directories(_ directory: String) throws -> [String] {
        try contents(directory).filter(\.hasDirectoryPath).map(\.lastPathComponent)
    }

    private static func contents(_ directory: String) throws -> [URL] {
        let url = root.appending(path: directory)
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: [.isDirectoryKey])
            .sorted { $0.path < $1.path }
    }
}
