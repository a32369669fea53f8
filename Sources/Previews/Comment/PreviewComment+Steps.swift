import BrokerModel

extension PreviewComment {
    /// What becomes of each host, in numbers, and of which containers.
    func hosts(_ steps: [Step]) -> MarkdownBlock {
        let byHost = Dictionary(grouping: steps, by: \.resource.scope)
        let rows = byHost.keys.sorted().prefix(Self.rows).map { host -> [Markdown] in
            let steps = byHost[host] ?? []
            let count = { (actions: Set<StepAction>) -> Markdown in "\(steps.count { actions.contains($0.action) })" }
            return [
                "\(code: host)", count([.create]), count([.update, .replace]), count([.delete]), count([.run]),
                containers(of: steps),
            ]
        }
        let rest: [[Markdown]] =
            byHost.count > Self.rows ? [["and \(byHost.count - Self.rows) more"]] : []
        return .table(["host", "add", "change", "delete", "run", "containers"], rows + rest)
    }

    private func containers(of steps: [Step]) -> Markdown {
        let containers = steps.filter { $0.resource.kind == ContainerSpecification.kind }
        var parts: [Markdown] = []
        for step in containers.prefix(Self.containersPerHost) {
            parts.append("\(Self.sign(step.action)) \(code: step.resource.name)")
        }
        if containers.count > Self.containersPerHost {
            parts.append("and \(containers.count - Self.containersPerHost) more")
        }
        return Markdown.joined(parts, separator: ", ")
    }

    /// More than anybody reads in a cell.
    private static let containersPerHost = 8

    /// All steps in the order of the plan, folded away.
    func steps(_ steps: [Step]) -> MarkdownBlock {
        let rows = steps.prefix(Self.rows).map { step -> [Markdown] in
            [
                "\(code: step.resource.scope)", "\(Self.sign(step.action)) \(text: step.action.rawValue)",
                "\(code: step.resource.nameInScope)", "\(text: step.reason)",
            ]
        }
        let rest: [[Markdown]] =
            steps.count > Self.rows ? [["", "", "and \(steps.count - Self.rows) more steps", ""]] : []
        return .details(
            summary: steps.count == 1 ? "1 step" : "\(steps.count) steps",
            [.table(["host", "", "what", "why"], rows + rest)])
    }

    /// What is in the way, what was not seen, and what is to be warned of.
    static func remarks(_ change: PlannedChange) -> [Markdown] {
        obstacles(change.conflicts) + unseen(change.unreachable)
            + RemarkGroups(change.warnings).others.map { "**Warning**: \(text: $0)" }
    }

    /// What waits for something else, each reason once; folded away where it is more than
    /// is read at a glance.
    static func leftOut(_ warnings: [String]) -> MarkdownBlock? {
        let groups = RemarkGroups(warnings).leftOut
        guard !groups.isEmpty else { return nil }
        let lines = groups.map { group -> Markdown in
            "**Left out**: \(Phrase.list(group.names).markdown): \(text: group.reason)"
        }
        guard lines.count > Self.groupsAtOnce else { return .list(lines) }
        let count = groups.reduce(0) { $0 + $1.names.count }
        let shown = Array(lines.prefix(Self.items))
        return .details(summary: "\(count) things are left out for \(lines.count) reasons", [.list(shown)])
    }

    private static let groupsAtOnce = 5

    /// Each kind of failure once. Addresses and paths of the controller are in what the
    /// hosts said, which `isobar status` shows: the comment may be public.
    private static func unseen(_ unreachable: [HostName: Failure]) -> [Markdown] {
        Dictionary(grouping: unreachable.keys) { unreachable[$0]?.attempted ?? "" }
            .map { ($0.key, $0.value.sorted()) }.sorted { $0.1[0] < $1.1[0] }
            .map { attempted, hosts -> Markdown in
                let names = Phrase.list(hosts.map(\.text), limit: Self.containersPerHost).markdown
                return "**Not looked at**: \(names): could not \(text: attempted); `isobar status` says why"
            }
    }

    /// Each reason once, with all that it is the reason of.
    private static func obstacles(_ conflicts: [Conflict]) -> [Markdown] {
        var reasons: [String] = []
        for conflict in conflicts where !reasons.contains(conflict.explanation) { reasons.append(conflict.explanation) }
        return reasons.map { reason in
            let names = conflicts.filter { $0.explanation == reason }.map(\.resource.description)
            return "**In the way**: \(Phrase.list(names).markdown): \(text: reason)"
        }
    }
}
