internal import Foundation

/// Finds out which images an archive holds, as `docker save` writes it: from
/// `manifest.json`, the configurations it names, and the sizes of the layers; or
/// as the OCI has it (``OCILayout``).
///
/// A value without I/O. Content it does not need is passed over, and may be
/// left out of what it gets (``skippable``). What it keeps is bounded.
struct ImageArchiveIndexer: Sendable {
    /// One image, as `manifest.json` has it.
    private struct Entry: Decodable {
        var config: String
        var tags: [String]?
        var layers: [String]

        private enum CodingKeys: String, CodingKey {
            case config = "Config"
            case tags = "RepoTags"
            case layers = "Layers"
        }
    }

    private static let manifestName = "manifest.json"
    /// Bytes of one document; a configuration has some thousand.
    private static let documentLimit: Int64 = 4 << 20
    /// Bytes of all documents.
    private static let documentsLimit = 32 << 20
    /// An image has some members for each of at most 127 layers.
    private static let memberLimit = 50_000
    private static let imageLimit = 1_000
    private static let layerLimit = 500

    private var scanner = TarScanner()
    private var members: [String: TarMember] = [:]
    /// JSON documents by their names.
    private var documents: [String: [UInt8]] = [:]
    private var documentBytes = 0
    private var current: TarMember?

    /// Whether nothing more is needed.
    var isComplete: Bool { scanner.hasEnded }
    var skippable: Int64 { scanner.skippable }

    mutating func skipped() { scanner.skipped() }

    mutating func append(_ bytes: [UInt8]) throws(ArchiveTrouble) {
        scanner.append(bytes)
        while let event = try scanner.next() {
            switch event {
            case .member(let member): try begin(member)
            case .content(let piece): try keep(piece)
            case .end: return
            }
        }
    }

    private mutating func begin(_ member: TarMember) throws(ArchiveTrouble) {
        current = member
        guard member.kind != .other else { return }
        guard members.count < Self.memberLimit else { throw ArchiveTrouble("it holds too many things") }
        guard members.updateValue(member, forKey: member.name) == nil else {
            throw ArchiveTrouble("it holds \(member.name) twice")
        }
        if member.size > Self.documentLimit {
            guard member.name != Self.manifestName else { throw ArchiveTrouble("its manifest.json is too large") }
            scanner.skip()
        }
    }

    /// Keeps documents: layers do not begin like one.
    private mutating func keep(_ piece: [UInt8]) throws(ArchiveTrouble) {
        guard let current else { return }
        if documents[current.name] == nil {
            guard piece.first == UInt8(ascii: "{") || piece.first == UInt8(ascii: "[") else { return scanner.skip() }
            documents[current.name] = []
        }
        documentBytes += piece.count
        guard documentBytes <= Self.documentsLimit else { throw ArchiveTrouble("it holds too many documents") }
        documents[current.name]? += piece
    }

    /// The images, in the order of the manifest.
    ///
    /// - Throws: when the archive was not read to its end or makes no sense.
    func images() throws(ArchiveTrouble) -> [ArchivedImage] {
        guard isComplete else {
            throw ArchiveTrouble(
                members.isEmpty && current == nil
                    ? "it is empty or cut off" : "it is cut off after \(current?.name ?? "its beginning")")
        }
        guard let manifest = documents[Self.manifestName] else {
            guard documents[OCILayout.indexName] == nil else {
                return try OCILayout(documents: documents, members: members).images()
            }
            throw ArchiveTrouble("it is no archive of images: it has neither manifest.json nor index.json")
        }
        let entries: [Entry]
        do {
            entries = try JSONDecoder().decode([Entry].self, from: Data(manifest))
        } catch {
            throw ArchiveTrouble("its manifest.json makes no sense")
        }
        guard entries.count <= Self.imageLimit, entries.allSatisfy({ $0.layers.count <= Self.layerLimit }) else {
            throw ArchiveTrouble("its manifest.json names too much")
        }
        var images: [ArchivedImage] = []
        for entry in entries {
            guard let document = documents[try file(entry.config).name] else {
                throw ArchiveTrouble("\(entry.config) in it is no configuration of an image")
            }
            var layers: [TarMember] = []
            for layer in entry.layers { layers.append(try file(layer)) }
            images.append(try ArchivedImage(document: document, tags: entry.tags ?? [], members: layers))
        }
        return images
    }

    /// The file of a name; `docker save` writes a layer that several images have
    /// once, and links.
    private func file(_ name: String) throws(ArchiveTrouble) -> TarMember {
        var name = name
        for _ in 0..<8 {
            guard let member = members[name] else { throw ArchiveTrouble("\(name) is missing in it") }
            switch member.kind {
            case .file: return member
            case .hardLink(let target): name = try Self.path(target, from: [])
            case .symbolicLink(let target):
                name = try Self.path(target, from: name.split(separator: "/").dropLast())
            case .other: throw ArchiveTrouble("\(name) in it is no file")
            }
        }
        throw ArchiveTrouble("\(name) in it is a link that leads nowhere")
    }

    /// A path with its dots resolved; inside the archive.
    private static func path(_ target: String, from directory: [Substring]) throws(ArchiveTrouble) -> String {
        var components = target.hasPrefix("/") ? [] : directory
        for component in target.split(separator: "/") where component != "." {
            if component == ".." {
                guard components.popLast() != nil else { throw ArchiveTrouble("a link in it leads out of it") }
            } else {
                components.append(component)
            }
        }
        return components.joined(separator: "/")
    }
}
