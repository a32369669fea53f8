internal import BrokerModel
internal import Execution

/// The routes of a running Traefik, and the directory they come from.
struct TraefikOperator: KindOperator {
    var kind: ResourceKind { TraefikSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        guard !wanted.isEmpty else { return }
        question.look.asksTraefik = true
        question.look.trees.insert(Self.dynamicDirectory(settings))
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        findings.wanted.filter { $0.address.kind == kind }.map { resource in
            ObservedResource(
                address: resource.address, observation: TraefikRouters.observation(findings.answer.traefikRouters),
                isOwned: findings.owns(resource.address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        switch step.verb {
        case StepVerb.verify: return try await verify(step, on: host)
        case StepVerb.setAside: return try await setAside(step, on: host)
        default: throw unknownVerb(step)
        }
    }

    private func setAside(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        let paths = try step.changes.compactMap(\.from).map { text in
            guard let path = AbsolutePath(text) else { throw stale(step, "\(PrintableText(text).tail) is no path") }
            return path
        }
        for path in paths { _ = try await host.change(SetAsideVerb(path: path)) }
        return StepOutput(tail: "set aside in \(Self.asideDirectory): \(paths.map(\.text).joined(separator: ", "))")
    }

    private static let asideDirectory = "/var/lib/isobar/set-aside"

    private func verify(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        let wanted: TraefikSpecification = try specification(of: step)
        let question = LookVerb(trees: [Self.dynamicDirectory(host.settings)], asksTraefik: true)
        var answer = try await host.link.run(question)
        var verdict = TraefikVerdict(of: wanted, TraefikRouters.observation(answer.traefikRouters))
        var waited = Duration.zero
        while !verdict.isGood, waited < host.settings.routersDeadline {
            try await host.link.clock.sleep(for: Self.interval)
            waited += Self.interval
            answer = try await host.link.run(question)
            verdict = TraefikVerdict(of: wanted, TraefikRouters.observation(answer.traefikRouters))
        }
        guard !verdict.isGood else { return StepOutput() }
        let restoring = try await host.change(RestoreRoutesVerb(), tolerating: Self.unread)
        let isRestored = restoring.outcome == .restored
        let said = restoring.message.isEmpty ? "" : "; Traefik says: \(PrintableText(restoring.message).tail)"
        throw Failure(
            isRestored ? .rolledBack : .healthGateFailed, attempted: "see Traefik route as wanted",
            on: step.resource.description,
            response: "after \(host.settings.routersDeadline): \(verdict.explanation)"
                + foreign(in: answer, host) + said,
            remedy: isRestored
                ? "the files it could not read are as they were before; correct the desired state"
                : "one unreadable file in the dynamic directory keeps Traefik from reading any other; "
                    + "its log (`docker logs traefik`) names it")
    }

    /// Outcomes of ``RestoreRoutesVerb`` that tell why Traefik does not route.
    private static let unread: Set<HelperOutcome> = [.restored, .invalid]

    /// Files in the dynamic directory that the manifest does not list: each of
    /// them can keep Traefik from loading ours.
    private func foreign(in answer: HelperAnswer, _ host: FleetHost) -> String {
        guard let manifest = try? ManifestFile.parse(answer.manifest, of: host.name) else { return "" }
        let directory = Self.dynamicDirectory(host.settings).text + "/"
        let names = answer.entries.uniqueByPath.filter { entry in
            let address = ResourceAddress(host.name, FileSpecification.kind, String(entry.path.dropFirst()))
            return entry.path.hasPrefix(directory) && !manifest.resources.contains(address)
        }
        if names.isEmpty { return "" }
        return "; files that are not Isobar's: "
            + names.map { PrintableText($0.path).tail }.sorted().joined(separator: ", ")
    }

    private static func dynamicDirectory(_ settings: FleetSettings) -> AbsolutePath {
        settings.home.appending("traefik").appending("dynamic")
    }

    private static let interval = Duration.milliseconds(250)
}
