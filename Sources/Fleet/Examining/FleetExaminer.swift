public import BrokerModel
internal import DockerEngine

/// Examines hosts, all of them at the same time, and changes nothing. A host
/// that hangs delays only itself, and each question has a limit of its own.
public struct FleetExaminer: Sendable {
    private let hosts: FleetHosts
    private let clock: @Sendable () -> Timestamp

    /// - Parameter clock: the controller's, with which those of the hosts are
    ///   compared.
    public init(_ hosts: FleetHosts, clock: @escaping @Sendable () -> Timestamp) {
        self.hosts = hosts
        self.clock = clock
    }

    /// - Parameter report: gets each host when all about it is known.
    public func examine(
        _ inquiries: [HostName: HostInquiry], report: @escaping @Sendable (HostName) -> Void = { _ in }
    ) async -> [HostName: HostExamination] {
        await withTaskGroup(of: (HostName, HostExamination).self) { group in
            for (name, inquiry) in inquiries {
                group.addTask {
                    let examination = await examine(name, inquiry)
                    report(name)
                    return (name, examination)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// The host itself first: the other questions go the way that it found.
    private func examine(_ name: HostName, _ inquiry: HostInquiry) async -> HostExamination {
        let facts = await limited(name, "examine the host", .seconds(40)) { host in
            try await self.facts(of: host, inquiry)
        }
        guard case .success = facts else { return HostExamination(facts: facts) }
        async let engine =
            inquiry.needsEngine
            ? limited(name, "ask the container engine", .seconds(15)) { try await self.engine(of: $0) } : nil
        async let images =
            inquiry.images.isEmpty
            ? nil : limited(name, "look for images", .seconds(30)) { try await self.images(of: $0, inquiry) }
        async let reach =
            inquiry.targets.isEmpty
            ? nil : limited(name, "try connections", .seconds(15)) { try await self.reach(from: $0, inquiry.targets) }
        async let resolver =
            inquiry.names.isEmpty
            ? nil : limited(name, "resolve names", .seconds(40)) { try await self.resolver(of: $0, inquiry.names) }
        return await HostExamination(
            facts: facts, engine: engine, images: images, reach: reach, resolver: resolver)
    }

    // MARK: - The questions

    private func facts(of host: FleetHost, _ inquiry: HostInquiry) async throws -> HostFacts {
        // The first answer pays for connecting; the clock is read by the second.
        try await host.link.run(VersionVerb())
        let sent = clock()
        let answer: HelperAnswer
        do {
            answer = try await host.link.run(ExamineVerb(packages: inquiry.packages))
        } catch var failure as Failure where failure.code == .helperRefused {
            failure.response = "the helper there is another version's, and cannot be asked: \(failure.response)"
            failure.remedy = "apply a plan: it installs the helper that belongs to this version"
            throw failure
        }
        let received = clock()
        guard let report = answer.examination else { throw silent(host.name, "examine the host") }
        return HostFacts(report, helper: answer.installed, sent: sent, received: received)
    }

    private func engine(of host: FleetHost) async throws -> EngineFacts {
        let engine = await host.link.engine()
        return EngineFacts(try await engine.version(), try await engine.info())
    }

    private func images(of host: FleetHost, _ inquiry: HostInquiry) async throws -> [ImageReference: ImageSource] {
        let engine = await host.link.engine()
        var sources: [ImageReference: ImageSource] = [:]
        for reference in inquiry.images {
            sources[reference] = try await engine.image(reference.text) == nil ? .absent : .present
        }
        guard inquiry.asksRegistries else { return sources }
        // A registry that does not answer takes its time: all are asked at once.
        return await withTaskGroup(of: (ImageReference, ImageSource).self) { group in
            for (reference, source) in sources where source == .absent {
                group.addTask { (reference, await askRegistry(for: reference, engine, host.name)) }
            }
            return await group.reduce(into: sources) { $0[$1.0] = $1.1 }
        }
    }

    private func askRegistry(
        for reference: ImageReference, _ engine: DockerClient, _ host: HostName
    ) async -> ImageSource {
        let limit = Duration.seconds(20)
        let late = Failure(
            .registryUnreachable, attempted: "ask the registry for the image \(reference.text)", on: host.text,
            response: "no answer within \(limit)", remedy: "check from \(host) that the registry answers")
        do {
            try await Deadline(limit: limit, clock: hosts.deadlines).run(orElse: late) {
                try await engine.askRegistry(for: reference)
            }
            return .registry
        } catch {
            return .unavailable(error as? Failure ?? late)
        }
    }

    private func reach(from host: FleetHost, _ targets: [ReachFacts.Target]) async throws -> ReachFacts {
        let answer = try await host.link.run(ReachVerb(targets: targets))
        guard let report = answer.reach else { throw silent(host.name, "try connections") }
        return ReachFacts(report, targets: targets)
    }

    private func resolver(of host: FleetHost, _ names: [String]) async throws -> ResolverFacts {
        let answer = try await host.link.run(ResolveVerb(names: names))
        guard let report = answer.resolver else { throw silent(host.name, "resolve names") }
        return ResolverFacts(report)
    }

    // MARK: - Limits

    private func limited<Value: Sendable>(
        _ name: HostName, _ attempted: String, _ limit: Duration,
        _ question: @escaping @Sendable (FleetHost) async throws -> Value
    ) async -> Result<Value, Failure> {
        let late = Failure(
            .deadlineExceeded, attempted: attempted, on: name.text, response: "no answer within \(limit)",
            remedy: "check the host's load, its container engine and the network")
        do {
            let host = try hosts.host(name)
            return .success(
                try await Deadline(limit: limit, clock: hosts.deadlines).run(orElse: late) { try await question(host) })
        } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return .failure(Failure(.cancelled, attempted: attempted, on: name.text, response: "it was interrupted"))
        }
    }

    private func silent(_ name: HostName, _ attempted: String) -> Failure {
        Failure(
            .commandFailed, attempted: attempted, on: name.text, response: "the host helper gave no answer",
            remedy: "apply a plan: it installs the helper that belongs to this version")
    }
}
