import BrokerModel
import SimulatedFleet
import Synchronization
import Testing

@testable import DockerEngine

@Suite("Uploads of images", .timeLimit(.minutes(1)))
struct ImageUploadTests {
    private let archive = SimulatedArchive([ImageArchiveTests.one, ImageArchiveTests.two]).bytes
    private let reference: ImageReference

    init() throws {
        reference = try #require(ImageReference("lab/other:9"))
    }

    private func bytes(of upload: ImageUpload) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in upload.archive.parts { bytes += part }
        return bytes
    }

    @Test("one image of an archive, under one name, without what is there", arguments: [0, 1, 2])
    func upload(present: Int) async throws {
        let source = MemoryArchive(archive, portion: 700)
        let image = try #require(try await source.images().last)
        let counts = Mutex<[Int64]>([])
        let upload = try ImageUpload(of: image, as: reference, from: source, leavingOut: present) { count in
            counts.withLock { $0.append(count) }
        }
        let sent = try await bytes(of: upload)
        #expect(Int64(sent.count) == upload.size)
        #expect(counts.withLock { $0.last } == upload.size)
        #expect(counts.withLock { $0 == $0.sorted() })
        let reading = TarScannerTests.Reading(sent)
        #expect(reading.hasEnded && reading.trouble == nil)
        let layers = zip(reading.members, reading.contents).filter { $0.0.name.hasSuffix("layer.tar") }.map(\.1)
        #expect(layers == Array(ImageArchiveTests.two.layers.dropFirst(present)))
        if present == 0 {
            let loaded = try await MemoryArchive(sent).images()
            #expect(loaded.map(\.id) == [ImageArchiveTests.two.id])
            #expect(loaded.map(\.tags) == [["lab/other:9"]])
        }
    }

    @Test("a source that is another one by now is an error, not half an image", arguments: [false, true])
    func changed(isCut: Bool) async throws {
        let image = try #require(try await MemoryArchive(archive).images().last)
        let other = isCut ? Array(archive.prefix(2000)) : SimulatedArchive([ImageArchiveTests.one]).bytes
        let upload = try ImageUpload(of: image, as: reference, from: MemoryArchive(other), leavingOut: 0)
        await #expect(throws: ArchiveTrouble.self) { try await bytes(of: upload) }
    }

    @Test("whoever is cancelled gets no end")
    func cancelled() async throws {
        let source = MemoryArchive(archive, portion: 100)
        let image = try #require(try await source.images().last)
        let upload = try ImageUpload(of: image, as: reference, from: source, leavingOut: 0)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await bytes(of: upload)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("nothing is read before somebody takes it")
    func backPressure() async throws {
        let source = CountingArchive(archive)
        let image = try #require(try await MemoryArchive(archive).images().last)
        let contents = try UploadContents(image, as: reference, leavingOut: 0)
        let writer = UploadWriter(contents, from: source) { _ in }
        _ = try await writer.next()
        #expect(source.reads == 0)
        _ = try await writer.next()
        #expect(source.reads == 1)
    }

    /// Counts how often somebody reads of it.
    private final class CountingArchive: ArchiveSource, ArchiveReader {
        private let bytes: [UInt8]
        private let count = Mutex(0)

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var reads: Int { count.withLock { $0 } }

        func open() -> any ArchiveReader { self }

        func read() -> [UInt8] {
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return Array(bytes.dropFirst(number * 600).prefix(600))
        }

        func close() {}
    }
}
