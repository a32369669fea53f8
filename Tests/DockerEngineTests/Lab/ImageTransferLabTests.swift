import BrokerModel
import Foundation
import Testing

@testable import DockerEngine

extension RealEngineTests {
    /// Images from one real engine to another, which here are the same one: what
    /// was saved is removed before it is loaded.
    @Suite(
        "Images streamed to a real engine", .serialized, .enabled(if: TestEngine.socket != nil), .timeLimit(.minutes(3)))
    struct ImageTransferLabTests {
        private let client = TestEngine.client()
        private let bottom: ImageReference
        private let top: ImageReference

        /// An image, and another one on it with a layer of its own.
        init() async throws {
            try await TestEngine.prepare()
            bottom = try #require(ImageReference(TestEngine.image))
            top = try #require(ImageReference("isobar-test/\(TestEngine.run):top"))
            try await TestEngine.commit(bottom, as: top, writing: 3_000_000)
        }

        private func stored() async throws -> (image: ArchivedImage, source: MemoryArchive) {
            let reader = try await EngineArchive(top.text, of: client).open()
            var bytes: [UInt8] = []
            while true {
                let part = try await reader.read()
                if part.isEmpty { break }
                bytes += part
            }
            await reader.close()
            let source = MemoryArchive(bytes)
            return (try #require(try await source.images().first), source)
        }

        private func present(_ image: ArchivedImage) async throws -> Int {
            let chains = try await client.layerChains()
            return chains.map { chain in zip(chain, image.layers).prefix { $0 == $1.diffID }.count }.max() ?? 0
        }

        @Test("what is found in an engine's archive is what the engine says of the image")
        func index() async throws {
            let inspection = try #require(try await client.image(top.text))
            let image = try await stored().image
            #expect(image.id == inspection.id)
            #expect(image.tags == [top.text])
            #expect(image.layers.map(\.diffID) == inspection.layers)
            #expect(image.layers.count == 2)
            #expect(image.configuration.command == inspection.configuration.command)
            #expect(image.configuration.environment == inspection.configuration.environment)
            try await client.removeImage(top.text)
        }

        @Test("whole, and without the layers that are there; the id is the same")
        func load() async throws {
            let (image, source) = try await stored()
            var sizes: [Int64] = []
            for leavesOut in [false, true] {
                try await client.removeImage(top.text)
                #expect(try await client.image(image.id) == nil)
                let count = try await present(image)
                #expect(count == 1)
                let upload = try ImageUpload(of: image, as: top, from: source, leavingOut: leavesOut ? count : 0)
                #expect(try await client.loadImages(upload.archive) == [top.text])
                #expect(try await client.image(top.text)?.id == image.id)
                sizes.append(upload.size)
            }
            #expect(sizes[1] < sizes[0] - 1_500_000)
            try await client.removeImage(top.text)
        }

        @Test("a layer that was left out and is not there is said inside a success")
        func missingLayer() async throws {
            let (image, source) = try await stored()
            try await client.removeImage(top.text)
            let upload = try ImageUpload(of: image, as: top, from: source, leavingOut: 2)
            let failure = try await failure { _ = try await client.loadImages(upload.archive) }
            #expect(failure.code == .engineRefused)
            #expect(failure.response.contains("layer.tar"))
            #expect(try await client.image(top.text) == nil)
        }

        @Test("a layer with other bytes than its digest says is refused")
        func damaged() async throws {
            let (image, source) = try await stored()
            try await client.removeImage(top.text)
            let upload = try ImageUpload(of: image, as: top, from: source, leavingOut: 1)
            var bytes: [UInt8] = []
            for try await part in upload.archive.parts { bytes += part }
            // Inside the one file of the layer.
            bytes[bytes.count / 2] ^= 0xFF
            let failure = try await failure { _ = try await client.loadImages(TestEngine.upload(bytes)) }
            #expect(failure.code == .engineRefused)
            #expect(try await client.image(top.text) == nil)
        }

        @Test("cut off on the way nothing is there, and the next one goes through")
        func interrupted() async throws {
            let (image, source) = try await stored()
            try await client.removeImage(top.text)
            let whole = try ImageUpload(of: image, as: top, from: source, leavingOut: 0)
            let cut = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield([])
                continuation.finish(throwing: ArchiveTrouble("cut"))
            }
            await #expect(throws: ArchiveTrouble.self) { try await client.loadImages(ArchiveUpload(parts: cut)) }

            let stream = try UnixSocketStream(path: try #require(TestEngine.socket))
            try await stream.write(
                Array("POST /v1.41/images/load?quiet=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            var sent: Int64 = 0
            for try await part in whole.archive.parts where sent < whole.size / 2 {
                try await stream.write(ArchiveWriter.chunk(part))
                sent += Int64(part.count)
            }
            await stream.close()
            #expect(try await client.image(top.text) == nil)
            #expect(try await client.image(image.id) == nil)

            let again = try ImageUpload(of: image, as: top, from: source, leavingOut: 0)
            #expect(try await client.loadImages(again.archive) == [top.text])
            try await client.removeImage(top.text)
        }

        @Test("an engine that has no such image has no archive of it")
        func noSuchImage() async throws {
            let failure = try await failure { _ = try await EngineArchive("isobar-test/none:1", of: client).images() }
            #expect(failure.code == .imageMissing)
            try await client.removeImage(top.text)
        }
    }
}
