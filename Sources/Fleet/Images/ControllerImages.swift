public import BrokerModel
internal import DockerEngine

/// The images of the controller's own machine: archives in a directory, and its
/// container engine.
///
/// An archive comes first: somebody put it there for this.
public struct ControllerImages: ImageDepot {
    private let archives: ArchiveDirectory?
    private let engine: ControllerEngine?

    /// - Parameters:
    ///   - archives: the path of a directory, if there is one.
    ///   - engine: the path of an engine's socket, if there is one.
    ///   - memory: the path of a file that keeps what was learned of archives for
    ///     the next process; nil keeps nothing.
    public init(archives: String?, engine: String?, memory: String? = nil) {
        self.archives = archives.map { ArchiveDirectory($0, memory: memory.map { ArchiveMemory(path: $0) }) }
        self.engine = engine.map { ControllerEngine($0) }
    }

    public func look(for references: Set<ImageReference>) async -> ImageFindings {
        let (entries, warnings) = await archives?.contents() ?? ([], [])
        var findings = ImageFindings(warnings: warnings)
        var isEngineSilent = false
        for reference in references.sorted() {
            let found = entries.filter { $0.holds(reference) }
            if let entry = found.first {
                findings.supplies[reference] = Self.supply(reference, entry, among: found)
                continue
            }
            var content: ImageContent?
            if let engine, !isEngineSilent, !reference.isByDigest {
                do {
                    content = try await engine.find(reference.text)
                } catch {
                    isEngineSilent = true
                    findings.warnings.append(
                        "the controller's engine at \(engine.socket) cannot be asked for images: "
                            + ((error as? Failure)?.response ?? "\(error)"))
                }
            }
            findings.supplies[reference] =
                content.map(ImageSupply.controller) ?? .nowhere(absence(of: reference, entries))
        }
        await engine?.close()
        return findings
    }

    public func image(_ reference: ImageReference, id: String) async throws -> StoredImage {
        let entries = await archives?.contents().entries ?? []
        if let entry = entries.first(where: { $0.image.id == id && $0.holds(reference) }) {
            return StoredImage(image: entry.image, source: entry.archive)
        }
        if let engine, try await engine.find(id) != nil {
            let stored = try await engine.image(id)
            guard stored.image.id == id else { throw otherID(reference, id, stored.image.id) }
            return stored
        }
        throw Failure(
            .planStale, attempted: "stream the image \(reference)", on: "the controller",
            response: "the image \(id) that the plan names is no longer there",
            remedy: "put it back, or make a new plan for what is there now")
    }

    private static func supply(
        _ reference: ImageReference, _ entry: ArchiveDirectory.Entry, among found: [ArchiveDirectory.Entry]
    ) -> ImageSupply {
        if let other = found.first(where: { $0.image.id != entry.image.id }) {
            return .nowhere(
                "two archives hold different images under this name, \(entry.archive.path) and \(other.archive.path): "
                    + "take one of them away")
        }
        return .controller(
            ImageContent(
                image: ImageObservation(entry.image), bytes: entry.image.size,
                origin: "the archive \(PrintableText(entry.archive.path).tail)"))
    }

    /// Why an image is missing, and what to do.
    private func absence(of reference: ImageReference, _ entries: [ArchiveDirectory.Entry]) -> String {
        if reference.isByDigest { return absence(ofDigest: reference, entries) }
        let places = [
            archives.map { "no archive in \($0.path)" }, engine.map { "not the engine at \($0.socket)" },
        ].compactMap { $0 }
        guard !places.isEmpty else {
            return "it is not on the host, and isobar.yaml names no place it could come from: "
                + "set images: {archives: DIRECTORY} or images: {engine: SOCKET}"
        }
        let similar = Set(
            entries.flatMap(\.image.tags).filter { $0.hasPrefix(reference.familiarRepository + ":") }
        ).sorted().prefix(3)
        let hint = similar.isEmpty ? "" : " (an archive holds \(similar.joined(separator: ", ")))"
        let remedy =
            if let archives {
                "docker save \(reference) | gzip > \(archives.path)/NAME.tar.gz"
            } else {
                "docker pull \(reference), or docker save \(reference) | ssh CONTROLLER docker load"
            }
        return "it is not on the host and nobody here has it, \(places.joined(separator: " and "))\(hint): "
            + "bring it to the controller with: \(remedy)"
    }

    /// An engine that loads an archive keeps no digest of a registry, so that a
    /// container could not be made of an image by that name.
    private func absence(ofDigest reference: ImageReference, _ entries: [ArchiveDirectory.Entry]) -> String {
        let words = "it is not on the host, and an image that is named by its digest comes from a registry only: "
        let digest = reference.text.split(separator: "@").last.map(String.init)
        if let entry = entries.first(where: { $0.image.manifestDigest == digest }), let name = entry.image.tags.first {
            return words + "the archive \(PrintableText(entry.archive.path).tail) holds exactly it, write \(name) "
                + "(the plan names the image's id, which is as good)"
        }
        return words + "name it by a tag, or set images: {distribution: pull}"
    }

    /// Engines that keep images as a registry does know them by another id.
    private func otherID(_ reference: ImageReference, _ planned: String, _ archived: String) -> Failure {
        Failure(
            .planStale, attempted: "stream the image \(reference)", on: "the controller's engine",
            response: "it calls the image \(planned), and the archive it writes holds \(archived)",
            remedy: "an engine with containerd's image store does so: write an archive with docker save, "
                + "and name its directory in isobar.yaml, images: {archives: …}")
    }
}

extension ArchiveDirectory.Entry {
    fileprivate func holds(_ reference: ImageReference) -> Bool {
        !reference.isByDigest && image.tags.contains { ImageReference($0)?.familiarName == reference.familiarName }
    }
}
