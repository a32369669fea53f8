public import BrokerModel
internal import Foundation

extension DockerClient {
    /// Lists the images that have a tag or are used.
    public func images(labels: [String] = []) async throws -> [ImageSummary] {
        try await query(
            EngineRequest(
                method: .get, path: "/images/json", query: try filters(["label": labels]),
                attempted: "list the images"))
    }

    /// Looks at one image by reference or id; nil when it is not on the host.
    public func image(_ reference: String) async throws -> ImageInspection? {
        let request = EngineRequest(
            method: .get, path: "/images/\(try imageComponent(reference))/json",
            attempted: "inspect the image", accepted: [200, 404])
        return try found(try await queries.send(request), of: request)
    }

    /// Has the engine ask the registry for an image's manifest. Nothing is
    /// fetched.
    ///
    /// - Throws: `imageMissing` when the registry does not have it or does not
    ///   give it, `registryUnreachable` for any other trouble on the way.
    public func askRegistry(for reference: ImageReference) async throws {
        let request = EngineRequest(
            method: .get, path: "/distribution/\(try imageComponent(reference.text))/json",
            attempted: "ask the registry for the image \(reference.text)")
        do {
            _ = try await queries.send(request)
        } catch let refusal as Failure where refusal.code == .engineRefused {
            throw failures.transfer(request.attempt, reference.text, refusal.response)
        }
    }

    /// Lets the engine fetch an image from its registry.
    ///
    /// - Parameter progress: called for every message, some a second for every
    ///   layer.
    /// - Throws: `imageMissing` when the registry does not have it or does not
    ///   give it, `registryUnreachable` for any other trouble on the way.
    public func pullImage(
        _ reference: ImageReference,
        progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws {
        // Without a tag the engine would pull all of them.
        let digest = reference.text.split(separator: "@", maxSplits: 1).dropFirst().first.map(String.init)
        let request = EngineRequest(
            method: .post, path: "/images/create",
            query: [
                QueryItem("fromImage", reference.repository),
                QueryItem("tag", digest ?? reference.tag ?? "latest"),
            ],
            attempted: "pull the image \(reference.text)")
        do {
            try await transfers.lines(of: request) { [failures, attempt = request.attempt] line in
                let message = try JSONDecoder().decode(ProgressMessage.self, from: Data(line))
                if let error = message.failure {
                    throw failures.transfer(attempt, reference.text, PlainText(error).text)
                }
                progress(PullProgress(message))
            }
        } catch let refusal as Failure where refusal.code == .engineRefused {
            throw failures.transfer(request.attempt, reference.text, refusal.response)
        }
    }

    /// Sends an archive of images, as `docker save` writes them, to the engine.
    ///
    /// A tag in the archive that is on the host moves to the archive's image.
    ///
    /// - Parameter patience: what it may take beyond the usual time, because
    ///   there is so much of it.
    /// - Returns: what was loaded: references, and ids of images without one.
    public func loadImages(_ archive: ArchiveUpload, patience: Duration = .zero) async throws -> [String] {
        let request = EngineRequest(
            method: .post, path: "/images/load", query: [QueryItem("quiet", true)], body: .archive(archive),
            attempted: "load an archive of images", isIdempotent: false)
        let response = try await transfers.send(request, extra: patience)
        var lines = LineSplitter()
        var loaded: [String] = []
        do {
            for line in try lines.add(response.body) + [lines.finish()].compactMap({ $0 }) {
                let message = try JSONDecoder().decode(ProgressMessage.self, from: Data(line))
                if let error = message.failure {
                    throw failures.load(request.attempt, PlainText(error).text)
                }
                loaded += message.loadedImage.map { [$0] } ?? []
            }
        } catch {
            throw failures.translate(error, request.attempt)
        }
        return loaded
    }

    /// Has the engine write an archive of one image, as `docker save` does.
    ///
    /// - Parameter reference: a name or an id.
    func saveImage(_ reference: String) async throws -> any ArchiveReader {
        let request = EngineRequest(
            method: .get, path: "/images/\(try imageComponent(reference))/get", attempted: "save the image")
        // It begins to answer when it has put all of it together.
        let connection = try await subscribe(request, within: transfers.deadline)
        return SavedImage(connection: connection.http, failures: failures, attempt: request.attempt)
    }

    /// The layers of every image of the engine, from the bottom. An engine keeps
    /// a layer together with all that are below it.
    public func layerChains() async throws -> [[String]] {
        var chains: [[String]] = []
        for id in Set(try await images().map(\.id)).sorted() {
            // One that went meanwhile has none.
            if let image = try await image(id) { chains.append(image.layers) }
        }
        return chains
    }

    /// Gives an image one more name. A name that is taken moves.
    public func tagImage(_ reference: String, as name: ImageReference) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/images/\(try imageComponent(reference))/tag",
                query: [QueryItem("repo", name.repository), QueryItem("tag", name.tag ?? "latest")],
                attempted: "tag the image as \(name.text)", accepted: [201]))
    }

    /// Takes a tag away, and with the last tag the image.
    ///
    /// - Parameter force: although a container that does not run uses it.
    /// - Returns: false when there was none.
    @discardableResult
    public func removeImage(_ reference: String, force: Bool = false) async throws -> Bool {
        try await changes.send(
            EngineRequest(
                method: .delete, path: "/images/\(try imageComponent(reference))", query: [QueryItem("force", force)],
                attempted: "remove the image", accepted: [200, 404])
        ).status == 200
    }
}
