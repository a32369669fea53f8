internal import BrokerModel
internal import DockerEngine

/// Streams one image to one host: as much of it as the host lacks.
///
/// The engine takes an archive whole or not at all, so nothing half sent ever
/// counts as there.
struct ImagePush: Sendable {
    let step: Step
    let wanted: ImageSpecification
    let content: ImageContent
    let host: FleetHost

    func run() async throws {
        let engine = await host.link.engine()
        let found = try await engine.image(wanted.reference.text)?.id
        if found == content.image.id { return }
        guard found == (step.observation as? ImageObservation)?.id else {
            throw ImageOperator().stale(step, "the tag is on another image than the plan is about")
        }
        if try await engine.image(content.image.id) != nil {
            // It is there under another name.
            try await engine.tagImage(content.image.id, as: wanted.reference)
        } else {
            try await host.pushes.with { try await send(to: engine) }
        }
        try await verify(engine)
    }

    private func send(to engine: DockerClient) async throws {
        guard let depot = host.settings.images else { throw unsupplied }
        do {
            let stored = try await depot.image(wanted.reference, id: content.image.id)
            let present = stored.image.layerCount(in: try await engine.layerChains())
            do {
                try await send(stored, leavingOut: present, to: engine)
            } catch let failure as Failure where failure.code == .engineRefused && present > 0 {
                // An engine that wants all layers, or lost one just now.
                try await send(stored, leavingOut: 0, to: engine)
            }
        } catch let trouble as ArchiveTrouble {
            throw Failure(
                .imageMissing, attempted: attempted, on: "the controller, \(content.origin)",
                response: trouble.explanation, remedy: "write the archive anew with docker save, and plan again")
        }
    }

    private func send(_ stored: StoredImage, leavingOut present: Int, to engine: DockerClient) async throws {
        let progress = PushProgress(host.report)
        let upload = try ImageUpload(
            of: stored.image, as: wanted.reference, from: stored.source, leavingOut: present, sent: progress.sent)
        progress.begin(total: upload.size)
        _ = try await engine.loadImages(upload.archive, patience: Self.patience(for: upload.size))
    }

    /// At the pace of a slow line, 256 kB/s.
    private static func patience(for bytes: Int64) -> Duration { .seconds(bytes / 262_144) }

    /// What the engine says it did is not taken for granted.
    private func verify(_ engine: DockerClient) async throws {
        let loaded = try await engine.image(wanted.reference.text)?.id
        guard loaded != content.image.id else { return }
        throw Failure(
            .engineRefused, attempted: attempted, on: step.resource.description,
            response: "the engine took it, and \(wanted.reference) is now "
                + (loaded.map { "\($0) there instead of \(content.image.id)" } ?? "still missing there"),
            remedy: "look at the engine on \(host.name); one with containerd's image store counts otherwise: "
                + "use images: {distribution: pull} with it")
    }

    private var attempted: String { "stream the image \(wanted.reference) to the host" }

    private var unsupplied: Failure {
        Failure(
            .imageMissing, attempted: attempted, on: step.resource.description,
            response: "this controller has no images to stream",
            remedy: "name a place for them in isobar.yaml: images: {archives: …} or images: {engine: …}")
    }
}

extension ArchivedImage {
    /// How many layers, from the bottom, an engine has: a layer is kept together
    /// with those below it, and only as part of an image.
    ///
    /// - Parameter chains: the layers of the engine's images.
    func layerCount(in chains: [[String]]) -> Int {
        chains.map { chain in zip(chain, layers).prefix { $0 == $1.diffID }.count }.max() ?? 0
    }
}
