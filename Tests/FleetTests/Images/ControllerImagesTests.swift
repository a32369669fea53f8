import BrokerModel
import DockerEngine
import Foundation
import SimulatedFleet
import Testing

@testable import Fleet

@Suite("What the controller has of images")
struct ControllerImagesTests {
    static let layer = [UInt8](repeating: 1, count: 2000)
    static let antiloop = SimulatedArchive.Image(["golfvert/wis2gb:2.0.6"], layers: [layer], environment: ["A=1"])
    static let redis = SimulatedArchive.Image(["redis:7.2"], layers: [layer, Array("redis".utf8)])

    private func withDirectory(
        _ archives: [String: [UInt8]], _ body: (String, ControllerImages) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "isobar-images-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, bytes) in archives { try Data(bytes).write(to: directory.appending(path: name)) }
        try await body(directory.path, ControllerImages(archives: directory.path, engine: nil))
    }

    private func reference(_ text: String) throws -> ImageReference { try #require(ImageReference(text)) }

    private func absence(_ findings: ImageFindings, _ text: String) throws -> String {
        guard case .nowhere(let explanation)? = findings.supplies[try reference(text)] else { return "it is there" }
        return explanation
    }

    @Test("an archive is found by the names in it, however they are written")
    func found() async throws {
        let both = SimulatedArchive([Self.antiloop, Self.redis]).bytes
        try await withDirectory(["any.tar": both, "notes.txt": [1], ".hidden.tar": [2]]) { path, images in
            let wanted = ["golfvert/wis2gb:2.0.6", "docker.io/golfvert/wis2gb:2.0.6", "docker.io/library/redis:7.2"]
            let findings = await images.look(for: Set(try wanted.map(reference)))
            #expect(findings.warnings == [])
            for (text, image) in zip(wanted, [Self.antiloop, Self.antiloop, Self.redis]) {
                let content = findings.supplies[try reference(text)]?.content
                #expect(content?.image.id == image.id)
                #expect(content?.origin == "the archive \(path)/any.tar")
                #expect(content?.bytes == Int64(image.layers.reduce(0) { $0 + $1.count }))
                let stored = try await images.image(try reference(text), id: image.id)
                #expect(stored.image.id == image.id)
            }
            #expect(findings.supplies[try reference(wanted[0])]?.content?.image.environment == ["A": "1"])
        }
    }

    @Test("what is missing says where it was looked for, what is like it, and what to do")
    func missing() async throws {
        let archive = SimulatedArchive([Self.antiloop]).bytes
        try await withDirectory(["a.tar": archive]) { path, images in
            let digest = "golfvert/wis2gb@sha256:" + String(repeating: "a", count: 64)
            let findings = await images.look(
                for: [try reference("golfvert/wis2gb:2.0.7"), try reference("emqx:5"), try reference(digest)])
            let other = try absence(findings, "golfvert/wis2gb:2.0.7")
            #expect(other.contains("no archive in \(path) (an archive holds golfvert/wis2gb:2.0.6)"))
            #expect(other.contains("docker save golfvert/wis2gb:2.0.7 | gzip > \(path)/"))
            #expect(try !absence(findings, "emqx:5").contains("holds"))
            #expect(try absence(findings, digest).contains("named by its digest"))
        }
        let nothing = await ControllerImages(archives: nil, engine: nil).look(for: [try reference("emqx:5")])
        #expect(try absence(nothing, "emqx:5").contains("isobar.yaml names no place"))
    }

    @Test("archives that cannot be used are left out with a warning; the others are used")
    func unusable() async throws {
        let good = SimulatedArchive([Self.antiloop]).bytes
        let archives = ["a.tar": Array(good.dropLast(2000)), "b.tgz": Array("no".utf8), "c.tar": good]
        try await withDirectory(archives) { path, images in
            let findings = await images.look(for: [try reference("golfvert/wis2gb:2.0.6")])
            #expect(findings.supplies.values.first?.content?.origin.hasSuffix("c.tar") == true)
            #expect(findings.warnings.count == 2)
            #expect(findings.warnings.allSatisfy { $0.contains("is left out") })
        }
        let nowhere = await ControllerImages(archives: "/nonexistent", engine: "/nonexistent.sock")
            .look(for: [try reference("emqx:5"), try reference("redis:7")])
        #expect(nowhere.warnings.count == 2)
        #expect(nowhere.warnings.first?.contains("there is no such directory") == true)
        #expect(nowhere.warnings.last?.contains("cannot be asked for images") == true)
    }

    @Test("two archives with other images of one name are not chosen from")
    func ambiguous() async throws {
        var other = Self.antiloop
        other.environment = ["A=2"]
        let archives = ["a.tar": SimulatedArchive([Self.antiloop]).bytes, "b.tar": SimulatedArchive([other]).bytes]
        try await withDirectory(archives) { path, images in
            let findings = await images.look(for: [try reference("golfvert/wis2gb:2.0.6")])
            #expect(try absence(findings, "golfvert/wis2gb:2.0.6").contains("two archives hold different images"))
            try FileManager.default.removeItem(atPath: path + "/a.tar")
            let again = await images.look(for: [try reference("golfvert/wis2gb:2.0.6")])
            #expect(again.supplies.values.first?.content?.image.id == other.id)
        }
    }

    @Test("an archive that was written anew holds another image than the plan names")
    func rewritten() async throws {
        try await withDirectory(["a.tar": SimulatedArchive([Self.antiloop]).bytes]) { path, images in
            _ = await images.look(for: [try reference("golfvert/wis2gb:2.0.6")])
            var other = Self.antiloop
            other.environment = ["A=2", "B=3"]
            try Data(SimulatedArchive([other]).bytes).write(to: URL(filePath: path + "/a.tar"))
            let failure = await #expect(throws: Failure.self) {
                try await images.image(try reference("golfvert/wis2gb:2.0.6"), id: Self.antiloop.id)
            }
            #expect(failure?.code == .planStale)
        }
    }
}
