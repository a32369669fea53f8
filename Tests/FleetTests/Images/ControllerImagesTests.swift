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

    // MARK: - Archives in the form of the OCI

    private static func entry(_ name: String) -> SimulatedLayout.Entry {
        SimulatedLayout.Entry(antiloop, annotations: ["org.opencontainers.image.ref.name": name])
    }

    @Test("an OCI archive is as good: by skopeo's name, by buildx's, over an index of its own")
    func layouts() async throws {
        var built = SimulatedLayout.Entry(
            Self.redis,
            annotations: ["io.containerd.image.name": "docker.io/library/redis:7.2", "org.opencontainers.image.ref.name": "7.2"])
        built.isNested = true
        let archive = SimulatedLayout([Self.entry("golfvert/wis2gb:2.0.6"), built]).bytes
        try await withDirectory(["oci.tar": archive]) { _, images in
            let wanted = try ["golfvert/wis2gb:2.0.6", "redis:7.2"].map(reference)
            let findings = await images.look(for: Set(wanted))
            #expect(findings.warnings == [])
            #expect(wanted.map { findings.supplies[$0]?.content?.image.id } == [Self.antiloop.id, Self.redis.id])
            let stored = try await images.image(wanted[0], id: Self.antiloop.id)
            let upload = try ImageUpload(of: stored.image, as: wanted[0], from: stored.source, leavingOut: 0)
            #expect(upload.size > Int64(Self.layer.count))
        }
    }

    struct BadLayout: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var words: String
        var bytes: [UInt8]
    }

    static let badLayouts: [BadLayout] = {
        var several = SimulatedLayout([entry("a/b:1")])
        several.entries[0].isNested = true
        several.platforms = ["amd64", "arm64"]
        var zstd = SimulatedLayout([entry("a/b:1")])
        zstd.entries[0].layerType = "application/vnd.oci.image.layer.v1.tar+zstd"
        let whole = SimulatedLayout([entry("a/b:1")]).bytes
        // The environment is in the configuration, whose name is its digest.
        let damaged = String(decoding: whole, as: UTF8.self).replacing("A=1", with: "A=2")
        return [
            BadLayout(testDescription: "platforms", words: "linux/amd64, linux/arm64", bytes: several.bytes),
            BadLayout(testDescription: "zstd", words: "compressed by zstd", bytes: zstd.bytes),
            BadLayout(testDescription: "damaged", words: "is something else", bytes: Array(damaged.utf8)),
        ]
    }()

    @Test("an OCI archive that cannot be loaded says why", arguments: badLayouts)
    func badLayout(_ layout: BadLayout) async throws {
        try await withDirectory(["oci.tar": layout.bytes]) { _, images in
            let findings = await images.look(for: [try reference("a/b:1")])
            #expect(findings.warnings.contains { $0.contains(layout.words) }, "\(findings.warnings)")
        }
    }

    @Test("an image named by digest is refused, and told under which name an archive holds exactly it")
    func byDigest() async throws {
        let entry = Self.entry("golfvert/wis2gb:2.0.6")
        let digest = SimulatedLayout.manifestDigest(of: entry)
        try await withDirectory(["oci.tar": SimulatedLayout([entry]).bytes]) { path, images in
            let name = "golfvert/wis2gb@\(digest)"
            let words = try absence(await images.look(for: [try reference(name)]), name)
            #expect(words.contains("\(path)/oci.tar holds exactly it, write golfvert/wis2gb:2.0.6"))
        }
    }

    @Test("an archive that gzip did not compress is named with what to do")
    func otherCompression() async throws {
        try await withDirectory(["a.tar.zst": [0x28, 0xB5, 0x2F, 0xFD], "b.tar.xz": [1]]) { path, images in
            let warnings = await images.look(for: []).warnings
            #expect(warnings.contains { $0.hasSuffix("zstd -d \(path)/a.tar.zst") })
            #expect(warnings.contains { $0.hasSuffix("xz -d \(path)/b.tar.xz") })
        }
    }

    // MARK: - What is kept

    @Test("what was learned of an archive is kept for the next process, until the archive changes")
    func memory() async throws {
        let wanted = try reference("golfvert/wis2gb:2.0.6")
        try await withDirectory(["a.tar": SimulatedArchive([Self.antiloop]).bytes]) { path, _ in
            let file = path + "/../memory-\(UUID().uuidString).json"
            defer { try? FileManager.default.removeItem(atPath: file) }
            func found() async -> String? {
                await ControllerImages(archives: path, engine: nil, memory: file).look(for: [wanted])
                    .supplies[wanted]?.content?.image.id
            }
            #expect(await found() == Self.antiloop.id)
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)

            // What is remembered is what answers: another name in the file is found.
            let kept = try String(contentsOfFile: file, encoding: .utf8)
            let other = kept.replacing("wis2gb:2.0.6", with: "wis2gb:9.9.9")
            try other.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(await found() == nil)

            // Touched, and it is read anew; damaged, and it is as if there were none.
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path + "/a.tar")
            #expect(await found() == Self.antiloop.id)
            try "nonsense".write(toFile: file, atomically: true, encoding: .utf8)
            #expect(await found() == Self.antiloop.id)
        }
    }
}
