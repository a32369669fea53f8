internal import BrokerModel
internal import DockerEngine

/// Looks at one host: one run of the helper and one stream to the engine, at
/// the same time.
struct HostObserver: Sendable {
    let host: FleetHost

    func observe(_ wanted: [Resource]) async throws -> ObservedHost {
        do {
            return try await look(wanted)
        } catch let failure as Failure where failure.code == .connectionLost {
            // The connection was old; the next use opens a new one.
            return try await look(wanted)
        }
    }

    private func look(_ wanted: [Resource]) async throws -> ObservedHost {
        let question = question(about: wanted)
        async let early = question.asksEngine ? inventory(of: question.images) : nil
        let answer = try await host.link.run(question.look)
        try refusePartial(answer)
        let manifest = try ManifestFile.parse(answer.manifest, of: host.name)
        // Without an engine there is nobody who could answer, and nothing to tell.
        let inventory =
            answer.hasEngine == false
            ? EngineInventory.none : try await complete(early, question, manifest)

        let findings = HostFindings(
            host: host.name, settings: host.settings, answer: answer, manifest: manifest, inventory: inventory,
            wanted: wanted)
        var resources: [ResourceAddress: ObservedResource] = [:]
        for kind in KindRegistry.all {
            for resource in try kind.observed(in: findings) { resources[resource.address] = resource }
        }
        return ObservedHost(
            host: host.name, resources: resources, manifest: manifest,
            texts: answer.texts.reduce(into: [:]) { texts, text in
                if let path = AbsolutePath(text.key) { texts[path] = text.value }
            })
    }

    private func question(about wanted: [Resource]) -> HostQuestion {
        var question = HostQuestion()
        question.look.asksEngine = true
        let byKind = Dictionary(grouping: wanted, by: \.address.kind)
        for kind in KindRegistry.all { kind.ask(about: byKind[kind.kind] ?? [], host.settings, &question) }
        return question
    }

    /// What the manifest lists may need the engine, or images, that nothing
    /// wanted made ask for.
    private func complete(
        _ early: EngineInventory?, _ question: HostQuestion, _ manifest: Manifest
    ) async throws -> EngineInventory? {
        var complete = question
        let owned = Dictionary(grouping: manifest.resources.filter { $0.scope == host.name.text }, by: \.kind)
        for kind in KindRegistry.all {
            kind.ask(aboutOwned: Set((owned[kind.kind] ?? []).map(\.name)), &complete)
        }
        guard complete.asksEngine else { return nil }
        guard var inventory = early else { return try await self.inventory(of: complete.images) }
        let engine = await host.link.engine()
        for reference in complete.images.subtracting(question.images) {
            inventory.images[reference] = try await engine.image(reference.text)
        }
        return inventory
    }

    private func inventory(of images: Set<ImageReference>) async throws -> EngineInventory {
        try await EngineInventory(of: await host.link.engine(), images: images)
    }

    private func refusePartial(_ answer: HelperAnswer) throws(Failure) {
        guard !answer.troubles.isEmpty else { return }
        throw Failure(
            .commandFailed, attempted: "look at the host", on: host.name.text,
            response: PrintableText(answer.troubles.joined(separator: "\n")).tail,
            remedy: "as long as not all of it can be seen nothing is planned for the host")
    }
}
