import Foundation
import SimulatedFleet
import TestSupport
import Testing

@testable import DockerEngine

@Suite("Archives in files")
struct FileArchiveTests {
    private let archive = SimulatedArchive([ImageArchiveTests.one, ImageArchiveTests.two]).bytes

    private func withFile(_ bytes: [UInt8], _ body: (URL) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "isobar-archive-\(UUID().uuidString).tar")
        try Data(bytes).write(to: file)
        defer {
            try? FileManager.default.removeItem(at: file)
            try? FileManager.default.removeItem(at: file.appendingPathExtension("gz"))
        }
        try await body(file)
    }

    private func content(of source: some ArchiveSource) async throws -> [UInt8] {
        let reader = try await source.open()
        var bytes: [UInt8] = []
        while true {
            let part = try await reader.read()
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    @Test("plain, and compressed by gzip")
    func forms() async throws {
        try await withFile(archive) { file throws in
            let plain = FileArchive(path: file.path)
            #expect(try await plain.images().map(\.id) == [ImageArchiveTests.one.id, ImageArchiveTests.two.id])
            #expect(try await content(of: plain) == archive)
            try await ChildProcess.run("/bin/gzip", ["-k", file.path])
            let packed = FileArchive(path: file.path + ".gz")
            #expect(try await packed.images().map(\.id) == [ImageArchiveTests.one.id, ImageArchiveTests.two.id])
            #expect(try await content(of: packed) == archive)
        }
    }

    @Test("what parallel compressors write: several members in one file")
    func members() async throws {
        try await withFile(Array(archive.prefix(1000))) { first in
            try await withFile(Array(archive.dropFirst(1000))) { second in
                for file in [first, second] { try await ChildProcess.run("/bin/gzip", ["-k", file.path]) }
                let joined =
                    try Data(contentsOf: first.appendingPathExtension("gz"))
                    + Data(contentsOf: second.appendingPathExtension("gz"))
                try await withFile(Array(joined)) { both throws in
                    let read = try await content(of: FileArchive(path: both.path))
                    #expect(read == archive)
                }
            }
        }
    }

    @Test("a compressed file that is cut off, or damaged")
    func damaged() async throws {
        try await withFile((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &>> 3) }) { file in
            try await ChildProcess.run("/bin/gzip", ["-k", file.path])
            let packed = Array(try Data(contentsOf: file.appendingPathExtension("gz")))
            var broken = packed
            broken[packed.count / 2] ^= 0xFF
            broken[packed.count / 2 + 1] ^= 0xFF
            for bytes in [Array(packed.dropLast(20)), broken] {
                try await withFile(bytes) { file in
                    await #expect(throws: ArchiveTrouble.self) { try await content(of: FileArchive(path: file.path)) }
                }
            }
        }
    }

    @Test("no file, a directory, an empty file")
    func unreadable() async throws {
        for path in ["/nonexistent/a.tar", "/tmp"] {
            await #expect(throws: ArchiveTrouble.self) { try await FileArchive(path: path).images() }
        }
        try await withFile([]) { file in
            await #expect(throws: ArchiveTrouble.self) { try await FileArchive(path: file.path).images() }
        }
    }
}
