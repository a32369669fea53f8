import BrokerModel

@testable import DockerEngine

extension Entrance {
    /// An archive of images. The first byte says how long the portions are in
    /// which the others come.
    static let imageArchive = Entrance(name: "image-archive") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let first = bytes.first else { return }
        let archive = Array(bytes.dropFirst())
        let whole = try images(in: archive, portion: .max)
        let portions = try images(in: archive, portion: max(1, Int(first)))
        try BrokenPromise.unless(portions == whole, "other images of other portions: \(whole) and \(portions)")
    }

    /// What is said of an archive: its images, or why it is none.
    private static func images(in bytes: [UInt8], portion: Int) throws(BrokenPromise) -> [String] {
        var indexer = ImageArchiveIndexer()
        do {
            var rest = bytes[...]
            while !rest.isEmpty, !indexer.isComplete {
                let skippable = indexer.skippable
                if skippable > 0, skippable <= Int64(rest.count) {
                    rest = rest.dropFirst(Int(skippable))
                    indexer.skipped()
                }
                try indexer.append(Array(rest.prefix(portion)))
                rest = rest.dropFirst(portion)
            }
            let images = try indexer.images()
            for image in images {
                try BrokenPromise.unless(image.layers.allSatisfy { $0.size >= 0 && Digest($0.diffID) != nil }, "a bad layer")
            }
            return images.map { "\($0.id) \($0.tags) \($0.layers.map(\.member))" }
        } catch let promise as BrokenPromise {
            throw promise
        } catch let trouble as ArchiveTrouble {
            return [trouble.explanation]
        } catch {
            throw BrokenPromise("an error of another kind: \(error)")
        }
    }
}
