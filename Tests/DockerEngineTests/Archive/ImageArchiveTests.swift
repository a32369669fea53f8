import BrokerModel
import SimulatedFleet
import Testing

@testable import DockerEngine

@Suite("Archives of images")
struct ImageArchiveTests {
    static let bottom = [UInt8](repeating: 5, count: 3000)
    static let one = SimulatedArchive.Image(["lab/a:1"], layers: [bottom, Array("one".utf8)], environment: ["A=1"])
    static let two = SimulatedArchive.Image(["lab/b:2", "lab/b:latest"], layers: [bottom, Array("two!".utf8)])

    private func trouble(_ members: [(name: String, content: String)]) async -> String? {
        let archive = SimulatedTar.bytes(members.map { ($0.name, Array($0.content.utf8)) })
        do {
            _ = try await MemoryArchive(archive, portion: 333).images()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("two images that share a layer", arguments: [100, 64 << 10])
    func images(portion: Int) async throws {
        let images = try await MemoryArchive(SimulatedArchive([Self.one, Self.two]).bytes, portion: portion).images()
        #expect(images.map(\.id) == [Self.one.id, Self.two.id])
        #expect(images.map(\.tags) == [["lab/a:1"], ["lab/b:2", "lab/b:latest"]])
        #expect(images.map(\.size) == [3003, 3004])
        #expect(images[0].layers.map(\.diffID) == Self.one.layers.map { Digest(of: $0).description })
        #expect(images[0].configuration.environment.map(\.name) == ["A"])
        #expect(images[0].configuration.command == ["/start"])
    }

    @Test("the engine's links to layers, and the form of newer engines")
    func links() async throws {
        let layer = Array("layer".utf8)
        let digest = Digest(of: layer)
        let document =
            #"{"config":{"Cmd":["/x"]},"rootfs":{"type":"layers","diff_ids":["\#(digest)","\#(digest)"]}}"#
        let manifest =
            #"[{"Config":"blobs/sha256/c","RepoTags":null,"Layers":["blobs/sha256/l","x/layer.tar"],"LayerSources":{}}]"#
        var archive = SimulatedTar.bytes([
            ("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)), ("blobs/sha256/c", Array(document.utf8)),
            ("blobs/sha256/l", layer),
        ]).dropLast(1024)
        var link = TarHeader.block(of: "x/layer.tar", size: 0)
        link[156] = UInt8(ascii: "2")
        for (index, byte) in "../blobs/./sha256/l".utf8.enumerated() { link[157 + index] = byte }
        let sum = String(
            link.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }, radix: 8)
        for (index, byte) in ("0" + sum + "\u{0} ").utf8.prefix(8).enumerated() { link[148 + index] = byte }
        archive += link
        let images = try await MemoryArchive(
            archive + SimulatedTar.bytes([("manifest.json", Array(manifest.utf8))])).images()
        #expect(images.count == 1)
        #expect(images.first?.tags == [])
        #expect(images.first?.id == Digest(of: document).description)
        // One layer, twice in the image.
        #expect(images.first?.layers.map(\.member) == ["blobs/sha256/l", "blobs/sha256/l"])
    }

    static let config = #"{"rootfs":{"diff_ids":["\#(Digest(of: "layer"))"]}}"#

    private typealias Members = [(name: String, content: String)]

    private static let manyLayers = Array(repeating: "\"l\"", count: 600).joined(separator: ",")

    private static let nonsense: [(name: String, members: Members, said: String)] = [
            ("no manifest", [("a.json", "{}")], "it has neither manifest.json nor index.json"),
            ("a manifest that is none", [("manifest.json", "{}")], "its manifest.json makes no sense"),
            ("deep", [("manifest.json", String(repeating: "[", count: 100_000))], "its manifest.json makes no sense"),
            (
                "no configuration", [("manifest.json", #"[{"Config":"c.json","RepoTags":[],"Layers":[]}]"#)],
                "c.json is missing in it"
            ),
            (
                "a configuration that is none",
                [("c.json", "layer"), ("manifest.json", #"[{"Config":"c.json","RepoTags":[],"Layers":[]}]"#)],
                "no configuration"
            ),
            (
                "fewer layers", [("c.json", config), ("manifest.json", #"[{"Config":"c.json","Layers":[]}]"#)],
                "names 1 layers and brings 0"
            ),
            (
                "a layer that is missing",
                [("c.json", config), ("manifest.json", #"[{"Config":"c.json","Layers":["../../etc/shadow"]}]"#)],
                "../../etc/shadow is missing"
            ),
            (
                "no digests",
                [
                    ("c.json", #"{"rootfs":{"diff_ids":["; rm"]}}"#), ("l", "layer"),
                    ("manifest.json", #"[{"Config":"c.json","Layers":["l"]}]"#),
                ], "have no digests"
            ),
            ("twice the same", [("a", "1"), ("a", "2"), ("manifest.json", "[]")], "holds a twice"),
            (
                "too many layers",
                [
                    ("c.json", config),
                    (
                        "manifest.json",
                        "[{\"Config\":\"c.json\",\"Layers\":[\(manyLayers)]}]"
                    ),
                ], "names too much"
            ),
        ]

    @Test("archives that make no sense", arguments: nonsense.indices)
    func hostile(index: Int) async {
        let (name, members, expected) = Self.nonsense[index]
        let said = await trouble(members)
        #expect(said?.contains(expected) == true, "\(name): \(said ?? "nothing")")
    }

    @Test("links that lead nowhere, or out", arguments: ["loop", "../../outside", "missing"])
    func badLinks(target: String) async {
        var link = TarHeader.block(of: "loop", size: 0)
        link[156] = UInt8(ascii: "2")
        for (index, byte) in target.utf8.enumerated() { link[157 + index] = byte }
        let sum = String(
            link.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }, radix: 8)
        for (index, byte) in ("0" + sum + "\u{0} ").utf8.prefix(8).enumerated() { link[148 + index] = byte }
        let rest = SimulatedTar.bytes([
            ("c.json", Array(Self.config.utf8)),
            ("manifest.json", Array(#"[{"Config":"c.json","Layers":["loop"]}]"#.utf8)),
        ])
        await #expect(throws: ArchiveTrouble.self) { try await MemoryArchive(link + rest).images() }
    }

    @Test("an archive that is cut off, anywhere")
    func cut() async {
        let whole = SimulatedArchive([Self.one]).bytes
        for length in stride(from: 0, to: whole.count - 1024, by: 100) {
            await #expect(throws: ArchiveTrouble.self, "\(length)") {
                try await MemoryArchive(Array(whole.prefix(length))).images()
            }
        }
    }

    @Test("a great document is not kept, and many are not either")
    func tooMuch() async {
        let big = String(repeating: " ", count: 1 << 20)
        let many = (0..<40).map { (name: "d\($0).json", content: "{" + big) }
        #expect(await trouble(many + [("manifest.json", "[]")])?.contains("too many documents") == true)
        let manifest = (name: "manifest.json", content: "[" + String(repeating: " ", count: 5 << 20) + "]")
        #expect(await trouble([manifest])?.contains("too large") == true)
    }
}
