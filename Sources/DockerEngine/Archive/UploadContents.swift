internal import BrokerModel
internal import Foundation

/// What is in an archive that is sent to an engine.
///
/// Its members have names of its own: those of the source are somebody else's.
struct UploadContents: Sendable {
    /// The layers to send, by the member of the source that holds each.
    let layers: [String: TarMember]

    /// What stands before them: configuration and manifest.
    let beginning: [UInt8]

    /// Bytes of the whole archive.
    let size: Int64

    /// Two empty blocks.
    static let end = [UInt8](repeating: 0, count: 2 * TarHeader.size)

    private struct Entry: Encodable {
        var config: String
        var tags: [String]
        var layers: [String]

        private enum CodingKeys: String, CodingKey {
            case config = "Config"
            case tags = "RepoTags"
            case layers = "Layers"
        }
    }

    init(_ image: ArchivedImage, as reference: ImageReference, leavingOut present: Int) throws {
        var layers: [String: TarMember] = [:]
        var names: [String] = []
        for (index, layer) in image.layers.enumerated() {
            if index >= present, layers[layer.member] == nil {
                layers[layer.member] = TarMember(name: "\(index)/layer.tar", kind: .file, size: layer.size)
            }
            names.append(layers[layer.member]?.name ?? "\(index)/layer.tar")
        }
        let configuration = String(image.id.dropFirst("sha256:".count)) + ".json"
        let entry = Entry(config: configuration, tags: [reference.text], layers: names)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        beginning =
            Self.member(configuration, image.document)
            + Self.member("manifest.json", Array(try encoder.encode([entry])))
        self.layers = layers
        size = layers.values.reduce(Int64(beginning.count + Self.end.count)) { size, layer in
            size + Int64(TarHeader.size + TarHeader.padding(after: layer.size)) + layer.size
        }
    }

    private static func member(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let size = Int64(content.count)
        return TarHeader.block(of: name, size: size) + content
            + [UInt8](repeating: 0, count: TarHeader.padding(after: size))
    }
}
