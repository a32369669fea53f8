internal import DockerEngine
internal import Foundation
internal import Glibc

/// What was learned of archives, in a file beside the ledger: another process
/// need not read them again.
///
/// Only a saving of time. Whatever is wrong with the file, archives are looked
/// through as if there were none.
struct ArchiveMemory: Sendable {
    private struct Contents: Codable {
        struct Archive: Codable {
            var stamp: ArchiveStamp
            var images: [ArchivedImage.Kept]
        }

        var formatVersion: Int
        var archives: [Archive]
    }

    private static let formatVersion = 1

    /// Bytes; what is learned of an image are some thousand.
    private static let limit = 64 << 20

    let path: String

    func load() -> [ArchiveStamp: [ArchivedImage]] {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size <= Self.limit,
            let data = FileManager.default.contents(atPath: path),
            let contents = try? JSONDecoder().decode(Contents.self, from: data),
            contents.formatVersion == Self.formatVersion
        else { return [:] }
        var known: [ArchiveStamp: [ArchivedImage]] = [:]
        for archive in contents.archives {
            guard let images = try? archive.images.map({ try ArchivedImage($0) }) else { continue }
            known[archive.stamp] = images
        }
        return known
    }

    /// Replaces the file as a whole, readable by its owner alone: environments in
    /// images can be somebody's.
    func save(_ known: [ArchiveStamp: [ArchivedImage]]) {
        let archives = known.sorted { $0.key.path < $1.key.path }.map { stamp, images in
            Contents.Archive(stamp: stamp, images: images.map(\.kept))
        }
        let contents = Contents(formatVersion: Self.formatVersion, archives: archives)
        guard let data = try? JSONEncoder().encode(contents) else { return }
        let new = path + "." + UUID().uuidString + ".tmp"
        guard FileManager.default.createFile(atPath: new, contents: data, attributes: [.posixPermissions: 0o600]) else {
            return
        }
        if rename(new, path) != 0 { unlink(new) }
    }
}
