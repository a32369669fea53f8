internal import BrokerModel
internal import DockerEngine
internal import Foundation
internal import Glibc

/// A directory of archives, each looked through once as long as it stays as it
/// is.
actor ArchiveDirectory {
    /// What says that a file is still the same one.
    private struct Stamp: Hashable {
        var path: String
        var size: Int64
        var modified: Int64
        var inode: UInt64
    }

    /// An image and the archive it is in.
    struct Entry: Sendable {
        var image: ArchivedImage
        var archive: FileArchive
    }

    nonisolated let path: String
    private var known: [Stamp: Result<[ArchivedImage], ArchiveTrouble>] = [:]
    private var looking: [Stamp: Task<Result<[ArchivedImage], ArchiveTrouble>, Never>] = [:]

    init(_ path: String) {
        self.path = path
    }

    /// Everything that is in the archives, in the order of their names, and what
    /// could not be looked through.
    func contents() async -> (entries: [Entry], warnings: [String]) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter(Self.isArchive).sorted()
        } catch {
            let reason =
                FileManager.default.fileExists(atPath: path) ? "it cannot be read" : "there is no such directory"
            return ([], ["the archives of images in \(path): \(reason)"])
        }
        var entries: [Entry] = []
        var warnings: [String] = []
        var stamps: Set<Stamp> = []
        for name in names {
            let archive = FileArchive(path: path + "/" + name)
            guard let stamp = Self.stamp(of: archive.path) else { continue }
            stamps.insert(stamp)
            switch await images(of: archive, stamp) {
            case .success(let images): entries += images.map { Entry(image: $0, archive: archive) }
            case .failure(let trouble):
                warnings.append("the archive \(PrintableText(archive.path).tail) is left out: \(trouble)")
            }
        }
        known = known.filter { stamps.contains($0.key) }
        return (entries, warnings)
    }

    private func images(of archive: FileArchive, _ stamp: Stamp) async -> Result<[ArchivedImage], ArchiveTrouble> {
        if let images = known[stamp] { return images }
        if let task = looking[stamp] { return await task.value }
        let task = Task {
            do {
                return Result<[ArchivedImage], ArchiveTrouble>.success(try await archive.images())
            } catch let trouble as ArchiveTrouble {
                return .failure(trouble)
            } catch {
                return .failure(ArchiveTrouble("\(error)"))
            }
        }
        looking[stamp] = task
        let images = await task.value
        looking[stamp] = nil
        known[stamp] = images
        return images
    }

    private static func isArchive(_ name: String) -> Bool {
        !name.hasPrefix(".") && [".tar", ".tar.gz", ".tgz"].contains(where: name.hasSuffix)
    }

    /// Nil when there is no such file; of a symbolic link, what it leads to.
    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        return Stamp(path: path, size: Int64(status.st_size), modified: modified, inode: UInt64(status.st_ino))
    }
}
