internal import BrokerModel
internal import Foundation

/// One image in an archive.
public struct ArchivedImage: Sendable {
    /// One layer, from the bottom.
    public struct Layer: Sendable, Hashable {
        /// `sha256:…` of its content, uncompressed.
        public var diffID: String

        /// The member of the archive that holds it.
        var member: String

        /// Bytes in the archive.
        public var size: Int64
    }

    /// `sha256:…` of its configuration: the engine's id of it, on every host.
    public let id: String

    /// `name:tag` as the archive has them; empty when it was saved by its id.
    public let tags: [String]

    public let layers: [Layer]

    /// What containers made from it inherit.
    public let configuration: ContainerConfiguration

    /// The configuration as the archive has it, whose digest is ``id``.
    let document: [UInt8]

    /// What a registry calls it, `sha256:…`; only archives in the form of the OCI
    /// tell.
    public let manifestDigest: String?

    /// Bytes of all layers, each once.
    public var size: Int64 { Set(layers).reduce(0) { $0 + $1.size } }

    private struct Document: Decodable {
        struct RootFileSystem: Decodable {
            var diffIDs: [String]

            private enum CodingKeys: String, CodingKey {
                case diffIDs = "diff_ids"
            }
        }

        var config: ContainerConfiguration?
        var rootfs: RootFileSystem
    }

    /// - Parameter members: the members that hold its layers, from the bottom.
    init(
        document: [UInt8], tags: [String], members: [TarMember], manifestDigest: String? = nil
    ) throws(ArchiveTrouble) {
        let decoded: Document
        do {
            decoded = try JSONDecoder().decode(Document.self, from: Data(document))
        } catch {
            throw ArchiveTrouble("the configuration of an image in it makes no sense")
        }
        let diffIDs = decoded.rootfs.diffIDs
        guard diffIDs.count == members.count else {
            throw ArchiveTrouble("an image in it names \(diffIDs.count) layers and brings \(members.count)")
        }
        guard diffIDs.allSatisfy({ Digest($0)?.description == $0 }) else {
            throw ArchiveTrouble("the layers of an image in it have no digests")
        }
        id = Digest(of: document).description
        self.tags = tags.map { PlainText($0).text }
        layers = zip(diffIDs, members).map { Layer(diffID: $0, member: $1.name, size: $1.size) }
        configuration = decoded.config ?? ContainerConfiguration(image: "")
        self.document = document
        self.manifestDigest = manifestDigest
    }
}
