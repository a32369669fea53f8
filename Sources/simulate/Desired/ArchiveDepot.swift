import BrokerModel
import DockerEngine
import Fleet
import SimulatedFleet

/// The images that the controllers of a simulation can stream: all that the
/// registry has, as archives in memory.
struct ArchiveDepot: ImageDepot {
    private let archives: [ImageReference: MemoryArchive]

    /// - Parameter references: the images there are; those of one repository
    ///   have their lowest layer in common.
    init(_ references: some Sequence<String>) {
        var archives: [ImageReference: MemoryArchive] = [:]
        for reference in references.compactMap({ ImageReference($0) }) {
            let image = SimulatedArchive.Image(
                [reference.text],
                layers: [[UInt8](repeating: 7, count: 3000), Array(reference.repository.utf8), Array(reference.text.utf8)])
            archives[reference] = MemoryArchive(SimulatedArchive([image]).bytes, portion: 700)
        }
        self.archives = archives
    }

    func look(for references: Set<ImageReference>) async -> ImageFindings {
        var findings = ImageFindings()
        for reference in references.sorted() {
            guard let image = try? await archives[reference]?.images().first else {
                findings.supplies[reference] = .nowhere("no archive holds it")
                continue
            }
            findings.supplies[reference] = .controller(
                ImageContent(
                    image: ImageObservation(id: image.id, command: ["/start"]), bytes: image.size,
                    origin: "an archive in memory"))
        }
        return findings
    }

    func image(_ reference: ImageReference, id: String) async throws -> StoredImage {
        guard let archive = archives[reference], let image = try await archive.images().first, image.id == id else {
            throw Failure(
                .planStale, attempted: "stream an image", on: reference.text, response: "no archive holds it")
        }
        return StoredImage(image: image, source: archive)
    }
}
