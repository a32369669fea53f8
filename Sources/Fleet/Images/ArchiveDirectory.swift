internal import BrokerModel
internal import DockerEngine
internal import Foundation

/// A directory of archives, each looked through once as long as it stays as it
/// is.
actor ArchiveDirectory {
    /// An image and the archive it is in.
    struct Entry: Sendable {
        var image: ArchivedImage
        var archive: FileArchive
    }

    nonisolated let path: String
    private let memory: ArchiveMemory?
    private var hasRemembered = false
    private var known: [ArchiveStamp: Result<[ArchivedImage], ArchiveTrouble>] = [:]
    private var looking: [ArchiveStamp: Task<Result<[ArchivedImage], ArchiveTrouble>, Never>] = [:]

    /// - Parameter memory: what an earlier process learned, if that is kept.
    init(_ path: String, memory: ArchiveMemory? = nil) {
        self.path = path
        self.memory = memory
    }

    /// Everything that is in the archives, in the order of their names, and what
    /// could not be looked through.
    func contents() async -> (entries: [Entry], warnings: [String]) {
        remember()
        let all: [String]
        do {
            all = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            let reason =
                FileManager.default.fileExists(atPath: path) ? "it cannot be read" : "there is no such directory"
            return ([], ["the archives of images in \(path): \(reason)"])
        }
        var entries: [Entry] = []
        var warnings = all.compactMap { Self.unreadable($0, in: path) }
        var stamps: Set<ArchiveStamp> = []
        let before = Set(known.keys)
        for name in all where Self.isArchive(name) {
            let archive = FileArchive(path: path + "/" + name)
            guard let stamp = ArchiveStamp(of: archive.path) else { continue }
            stamps.insert(stamp)
            switch await images(of: archive, stamp) {
            case .success(let images): entries += images.map { Entry(image: $0, archive: archive) }
            case .failure(let trouble):
                warnings.append("the archive \(PrintableText(archive.path).tail) is left out: \(trouble)")
            }
        }
        known = known.filter { stamps.contains($0.key) }
        if Set(known.keys) != before { memory?.save(known.compactMapValues { try? $0.get() }) }
        return (entries, warnings)
    }

    /// What an earlier process learned, once.
    private func remember() {
        guard !hasRemembered else { return }
        hasRemembered = true
        known = (memory?.load() ?? [:]).mapValues { .success($0) }
    }

    private func images(of archive: FileArchive, _ stamp: ArchiveStamp) async -> Result<[ArchivedImage], ArchiveTrouble> {
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

    /// What to say of an archive that is compressed in another way; nil for all
    /// else.
    private static func unreadable(_ name: String, in directory: String) -> String? {
        let programs = [".tar.zst": "zstd -d", ".tzst": "zstd -d", ".tar.xz": "xz -d", ".tar.bz2": "bzip2 -d"]
        guard !name.hasPrefix("."), let program = programs.first(where: { name.hasSuffix($0.key) })?.value else {
            return nil
        }
        let path = PrintableText(directory + "/" + name).tail
        return "the archive \(path) is left out: only gzip is read; make it plain with: \(program) \(path)"
    }
}
