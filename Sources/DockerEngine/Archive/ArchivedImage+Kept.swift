internal import Foundation

extension ArchivedImage {
    /// The form to keep of what was learned of an archive.
    public struct Kept: Codable, Sendable {
        struct Member: Codable {
            var name: String
            var size: Int64
        }

        var document: Data
        var tags: [String]
        var members: [Member]
        var manifestDigest: String?
    }

    public var kept: Kept {
        Kept(
            document: Data(document), tags: tags, members: layers.map { Kept.Member(name: $0.member, size: $0.size) },
            manifestDigest: manifestDigest)
    }

    /// - Throws: when what was kept makes no sense, as anything that was read.
    public init(_ kept: Kept) throws {
        try self.init(
            document: Array(kept.document), tags: kept.tags,
            members: kept.members.map { TarMember(name: $0.name, kind: .file, size: $0.size) },
            manifestDigest: kept.manifestDigest)
    }
}
