import BrokerModel

enum FileRules: KindRules {
    static let ownership = Ownership.exclusive

    /// The field that stands for what the file holds.
    static let contentField = "content"

    static func difference(
        _ desired: FileSpecification, _ observed: FileObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed else {
            let content = FieldChange(field: contentField, from: nil, to: summary(of: desired))
            return .steps([
                Proposal(
                    action: .create, verb: StepVerb.put, changes: [content] + desired.ownership.changes(from: nil),
                    follows: host.directory(of: desired.path))
            ])
        }
        guard observed.type == .file else { return .obstacle(obstacle(observed.type)) }
        var changes: [FieldChange] = []
        if desired.text.digest != observed.digest {
            changes.append(contentChange(desired, observed, text: host.observed.texts[desired.path]))
        }
        changes += desired.ownership.changes(from: observed.ownership)
        return changes.isEmpty ? .none : .steps([Proposal(action: .update, verb: StepVerb.put, changes: changes)])
    }

    /// A container that still uses the file goes first: a route's container
    /// before the route's middleware (OPERATIONS 4).
    static func removal(of observed: FileObservation, at address: ResourceAddress, on host: HostView) -> Proposal? {
        Proposal(
            action: .delete, verb: StepVerb.remove,
            follows: host.containersGoing.addresses(usingFile: "/" + address.name))
    }

    static func mayReplace(_ foreign: FileObservation, by desired: FileSpecification) -> Bool {
        desired.replacesPackageDefault && foreign.isPackageDefault
    }

    static func isConfidential(_ desired: FileSpecification) -> Bool {
        desired.contents.isConfidential || desired.ownership.mode & 0o004 == 0
    }

    private static func summary(of desired: FileSpecification) -> String {
        guard !isConfidential(desired) else { return Secret.placeholder }
        let lines = desired.contents.withRevealed { $0.utf8.count { $0 == UInt8(ascii: "\n") } }
        return lines == 1 ? "1 line" : "\(lines) lines"
    }

    private static func contentChange(
        _ desired: FileSpecification, _ observed: FileObservation, text: String?
    ) -> FieldChange {
        guard !isConfidential(desired), !observed.isConfidential else {
            return FieldChange(field: contentField, from: Secret.placeholder, to: FieldChange.secretChanged)
        }
        let diff = text.flatMap { old in
            desired.contents.withRevealed { UnifiedDiff.text(from: old, to: $0, path: desired.path.text) }
        }
        return FieldChange(
            field: contentField,
            from: observed.digest.map { short($0) },
            to: short(desired.text.digest),
            diff: diff)
    }

    private static func short(_ digest: Digest) -> String {
        "sha256:" + digest.hexadecimal.prefix(12)
    }

    private static func obstacle(_ type: FileObservation.FileType) -> String {
        switch type {
        case .symlink: "a symbolic link stands there"
        case .directory: "a directory stands there"
        case .file, .other: "something stands there that is no regular file, or one of more than 16 MiB"
        }
    }
}
