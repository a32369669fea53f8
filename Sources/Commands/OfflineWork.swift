import BrokerModel
import Foundation
import Previews
import Reconciliation

/// Work where no host can be reached and no key is at hand: what is known of the
/// hosts was exported, and git is a clone on this machine.
struct OfflineWork {
    let file: String
    let repository: String

    /// More than an observation of any broker takes.
    private static let mostBytes = 256 << 20

    func preview(_ request: PreviewRequest) async throws -> Preview {
        let export = try ObservationFile.read(try bytes(), from: file)
        let place = FileManager.default.temporaryDirectory.appending(path: "isobar-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                .configurationInvalid, attempted: "make a temporary directory", on: place,
                response: error.localizedDescription, remedy: "name another place with TMPDIR")
        }
        defer { try? FileManager.default.removeItem(atPath: place) }
        let clone = URL(fileURLWithPath: repository).standardizedFileURL.path
        return try await Reconciler.offline(export, repository: clone, directory: place, clock: WallClock.now)
            .preview(request)
    }

    private func bytes() throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw Failure(
                .usage, attempted: "read an exported observation", on: file,
                response: "there is no such file, or it may not be read",
                remedy: "write one where the hosts can be reached: isobar observe --export FILE")
        }
        guard let data = try handle.read(upToCount: Self.mostBytes + 1), data.count <= Self.mostBytes else {
            throw Failure(
                .exportUnusable, attempted: "read an exported observation", on: file,
                response: "it is empty, or larger than any")
        }
        return Array(data)
    }
}
