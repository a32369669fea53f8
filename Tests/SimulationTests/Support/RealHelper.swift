import Fleet
import Foundation
import TestSupport

/// The helper's script, run on this machine with private copies of the places
/// it writes to. Needs root.
struct RealHelper {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "isobar-agreement-\(UUID().uuidString)")
        for place in ["lib", "home", "haproxy"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: place), withIntermediateDirectories: true)
        }
        try Data(HelperScript.bytes).write(to: directory.appending(path: "script"))
    }

    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Changes the host behind the helper's back.
    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: url(path))
    }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(at: url(path), withIntermediateDirectories: true)
    }

    /// - Returns: what the script answers.
    func answer(to request: [UInt8]) async throws -> [UInt8] {
        try Data(request).write(to: directory.appending(path: "request"))
        try await ChildProcess.run(
            "/usr/bin/unshare", ["-m", "/bin/sh", "-c", Self.entrance, "entrance", directory.path])
        return Array(try Data(contentsOf: directory.appending(path: "answer")))
    }

    private func url(_ path: String) -> URL {
        path.hasPrefix("/etc/haproxy")
            ? directory.appending(path: "haproxy" + path.dropFirst("/etc/haproxy".count))
            : directory.appending(path: String(path.dropFirst()))
    }

    private static let entrance = """
        set -e
        mount --bind "$1/lib" /var/lib
        mount --bind "$1/home" /home
        [ ! -d /etc/haproxy ] || mount --bind "$1/haproxy" /etc/haproxy
        sh "$1/script" <"$1/request" >"$1/answer" 2>/dev/null || true
        """
}
