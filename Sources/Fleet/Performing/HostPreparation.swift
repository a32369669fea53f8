internal import BrokerModel

/// What happens on a host before the first step of a plan and after the last:
/// lease and manifest.
struct HostPreparation: Sendable {
    let host: FleetHost

    /// Takes the lease and records what the steps will make, before any of it
    /// exists: what bears our mark or stands in the manifest is all there is
    /// of ours on the host.
    func begin(_ steps: [Step]) async throws {
        let lease = LeaseVerb(action: .take, holder: host.settings.holder)
        let look = LookVerb(asksEngine: true)
        // The helper waits for changes that are under way.
        let answer = try await host.link.run([lease, look], timeout: .seconds(90))
        try host.link.check(answer.results.first, of: lease)
        try host.link.check(answer.results.dropFirst().first, of: look)
        guard let token = answer.leaseToken else {
            throw host.link.failure(
                HelperResult(outcome: .done, message: "the host gave no lease"), attempted: lease.attempted, on: nil)
        }
        await host.link.hold(token)
        do {
            let made: Set<StepAction> = [.create, .update, .replace]
            let wanted = Set(steps.filter { made.contains($0.action) }.map(\.resource))
            let listed = try ManifestFile.parse(answer.manifest, of: host.name).resources
            // What is to be created is listed already where a run was killed before it came to it, or
            // somebody removed it: should it not be made now either, it is struck out.
            let created = Set(steps.filter { $0.action == .create }.map(\.resource))
            let gone = try await goneResources(listed.intersection(created), answer)
            await host.link.noteListed(wanted.subtracting(listed.subtracting(gone)))
            try await change(answer.manifest) { $0.resources.formUnion(wanted) }
        } catch {
            try? await release()
            throw error
        }
    }

    /// Strikes out what was deleted, what was listed for a creation that never began,
    /// and what an earlier run listed and the host does not have; gives the lease back.
    ///
    /// - Parameter steps: those of this run. What one of them was to make stays listed:
    ///   it may come about yet, where the answer of an engine was lost.
    func end(_ steps: [Step], deleted: [Step], unmade: [Step]) async throws {
        guard await host.link.holdsLease else { return }
        var absent = Set(deleted.map(\.resource))
        for step in unmade where await host.link.hasListedAnew(step.resource) { absent.insert(step.resource) }
        do {
            let answer = try await host.link.run(LookVerb(asksEngine: true), timeout: .seconds(90))
            let listed = try ManifestFile.parse(answer.manifest, of: host.name).resources
            let others = listed.subtracting(steps.map(\.resource))
            // An engine that went away meanwhile does not keep what was deleted from being struck out.
            absent.formUnion((try? await goneResources(others, answer)) ?? [])
            try await change(answer.manifest) { $0.resources.subtract(absent) }
        } catch {
            try? await release()
            throw error
        }
        try await release()
    }

    /// Of what the manifest lists, what the host does not have: a run was killed or
    /// failed before it made it, or it was removed by hand. Whoever makes it lists it
    /// again.
    private func goneResources(
        _ listed: Set<ResourceAddress>, _ answer: HelperAnswer
    ) async throws -> Set<ResourceAddress> {
        guard answer.troubles.isEmpty else { return [] }
        let byKind = Dictionary(grouping: listed.filter { $0.scope == host.name.text }, by: \.kind)
        var gone: Set<ResourceAddress> = []
        for kind in KindRegistry.all {
            let names = Set((byKind[kind.kind] ?? []).map(\.name))
            guard !names.isEmpty else { continue }
            for name in names.subtracting(try await kind.present(names, in: answer, on: host)) {
                gone.insert(ResourceAddress(host.name, kind.kind, name))
            }
        }
        return gone
    }

    private func release() async throws {
        do {
            try await host.link.run(LeaseVerb(action: .release, holder: host.settings.holder))
        } catch {
            await host.link.hold(nil)
            throw error
        }
        await host.link.hold(nil)
    }

    /// - Parameter contents: the manifest as it was just read.
    private func change(_ contents: [UInt8]?, _ edit: (inout Manifest) -> Void) async throws {
        let before = try ManifestFile.parse(contents, of: host.name)
        if let other = before.broker, other != host.settings.broker {
            throw Failure(
                .refusedByPolicy, attempted: "record what Isobar manages on the host", on: host.name.text,
                response: "the host belongs to the broker \(other)",
                remedy: "check the host's address; to move it to \(host.settings.broker), "
                    + "remove it from \(other) first")
        }
        var after = before
        after.broker = host.settings.broker
        edit(&after)
        guard after != before else { return }
        let expected = contents.map { FileExpectation.digest(Digest(of: $0)) } ?? .absent
        try await host.link.run(ManifestVerb(contents: ManifestFile.contents(of: after), expected: expected))
    }
}
