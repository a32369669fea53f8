internal import BrokerModel
internal import Foundation

/// Which images an archive holds in the form of the OCI (OCI Image Layout
/// Specification 1.0), as `docker buildx` and skopeo write it: `index.json` names
/// manifests by their digests, those name configuration and layers.
///
/// Docker Engine 20.10 loads no such archive, but the same layers under a
/// `manifest.json` of its own: of an image it is what is in ``ArchivedImage``.
struct OCILayout {
    static let indexName = "index.json"

    private struct Descriptor: Decodable {
        struct Platform: Decodable {
            var architecture: String
            var os: String
        }

        var mediaType: String?
        var digest: String
        var platform: Platform?
        var annotations: [String: String]?

        /// Where the layout keeps it.
        var member: String { "blobs/" + digest.replacing(":", with: "/", maxReplacements: 1) }

        /// What a build says of itself (`docker buildx build --provenance`): no image.
        var isAttestation: Bool {
            annotations?["vnd.docker.reference.type"] != nil || platform?.os == "unknown"
        }

        var isList: Bool { mediaType?.contains("index") == true || mediaType?.contains("manifest.list") == true }
    }

    private struct Index: Decodable {
        var manifests: [Descriptor]
    }

    private struct Manifest: Decodable {
        var config: Descriptor
        var layers: [Descriptor]
    }

    private static let imageLimit = 1_000
    private static let layerLimit = 500

    /// JSON documents by their names.
    let documents: [String: [UInt8]]
    let members: [String: TarMember]

    /// The images, in the order of the index.
    ///
    /// - Throws: when a part is missing, is not what its digest says, or cannot
    ///   be loaded.
    func images() throws(ArchiveTrouble) -> [ArchivedImage] {
        let index = try decoded(Index.self, documents[Self.indexName] ?? [], called: "index.json")
        guard index.manifests.count <= Self.imageLimit else { throw ArchiveTrouble("its index.json names too much") }
        var images: [ArchivedImage] = []
        for entry in index.manifests where !entry.isAttestation {
            images.append(try image(of: try manifest(of: entry), called: Self.names(entry)))
        }
        return images
    }

    /// The one image an entry of the index leads to.
    private func manifest(of entry: Descriptor) throws(ArchiveTrouble) -> Descriptor {
        guard entry.isList else { return entry }
        let list = try decoded(Index.self, try document(of: entry), called: entry.digest)
        // A list names platforms that were not copied along.
        let present = list.manifests.filter { !$0.isAttestation && members[$0.member] != nil }
        guard let only = present.first else { throw ArchiveTrouble("an index in it names no image that it holds") }
        guard present.count == 1, !only.isList else {
            let platforms = present.compactMap(\.platform).map { PlainText("\($0.os)/\($0.architecture)").text }
            throw ArchiveTrouble(
                "it holds an image for several platforms (\(platforms.joined(separator: ", "))): "
                    + "write it for the hosts' one alone")
        }
        return only
    }

    private func image(of entry: Descriptor, called tags: [String]) throws(ArchiveTrouble) -> ArchivedImage {
        let manifest = try decoded(Manifest.self, try document(of: entry), called: entry.digest)
        guard manifest.layers.count <= Self.layerLimit else { throw ArchiveTrouble("an image in it has too many layers") }
        var layers: [TarMember] = []
        for layer in manifest.layers {
            guard layer.mediaType?.hasSuffix("zstd") != true else {
                throw ArchiveTrouble(
                    "the layers of an image in it are compressed by zstd, which Docker Engine 20.10 cannot load: "
                        + "write them with gzip (skopeo copy --dest-compress-format gzip)")
            }
            guard let member = members[layer.member], member.kind == .file else {
                throw ArchiveTrouble("the layer \(PlainText(layer.digest).text) is missing in it")
            }
            layers.append(member)
        }
        return try ArchivedImage(
            document: try document(of: manifest.config), tags: tags, members: layers,
            manifestDigest: PlainText(entry.digest).text)
    }

    /// What is called what its digest says.
    private func document(of entry: Descriptor) throws(ArchiveTrouble) -> [UInt8] {
        guard let document = documents[entry.member] else {
            throw ArchiveTrouble("\(PlainText(entry.digest).text) is missing in it")
        }
        guard Digest(of: document).description == entry.digest else {
            throw ArchiveTrouble("\(PlainText(entry.digest).text) in it is something else")
        }
        return document
    }

    /// The names it has with repository and tag: buildx writes one kind of
    /// annotation, skopeo the other, where some write a tag alone.
    private static func names(_ entry: Descriptor) -> [String] {
        ["io.containerd.image.name", "org.opencontainers.image.ref.name"].compactMap { key in
            guard let name = entry.annotations?[key], let last = name.split(separator: "/").last, last.contains(":")
            else { return nil }
            return name
        }
    }

    private func decoded<Value: Decodable>(
        _ type: Value.Type, _ document: [UInt8], called name: String
    ) throws(ArchiveTrouble) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(document))
        } catch {
            throw ArchiveTrouble("\(PlainText(name).text) in it makes no sense")
        }
    }
}
