internal import BrokerModel
internal import Execution

struct FileOperator: KindOperator {
    var kind: ResourceKind { FileSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        for resource in wanted {
            guard let file = resource.specification as? FileSpecification else { continue }
            question.look.paths.insert(file.path)
            if file.replacesPackageDefault { question.look.packageDefaults.insert(file.path) }
            // A digest of confidential content stays here, and its text there.
            guard !file.contents.isConfidential else { continue }
            question.look.wantedDigests[file.path] = file.text.digest
        }
    }

    /// Every file that is wanted, is ours, or lies in a directory that was
    /// looked at whole.
    func observed(in findings: HostFindings) throws -> [ObservedResource] {
        let names = findings.names(of: kind)
        let directories = findings.names(of: DirectorySpecification.kind)
        return try findings.answer.entries.uniqueByPath.compactMap { entry in
            let name = String(entry.path.dropFirst())
            // Paths of directories are asked for, too.
            guard let path = AbsolutePath(entry.path), names.contains(name) || !directories.contains(name) else {
                return nil
            }
            let digest = findings.answer.digests[entry.path]
            if entry.type == .file, digest == nil {
                // It went away between being found and being read.
                guard names.contains(name) else { return nil }
                throw Failure(
                    .commandFailed, attempted: "look at the host", on: "\(findings.host), \(path)",
                    response: "the file changed while it was read", remedy: "look again")
            }
            let address = ResourceAddress(findings.host, kind, name)
            return ObservedResource(
                address: address,
                observation: FileObservation(
                    digest: digest, ownership: entry.ownership, type: entry.type,
                    isPackageDefault: findings.answer.packageDefaults.contains(entry.path)),
                isOwned: findings.owns(address))
        }
    }

    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        names.intersection(answer.entries.map { String($0.path.dropFirst()) })
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard let expected = FileExpectation(step.observation as? FileObservation) else {
            throw stale(step, "what stands there is no file and is not replaced")
        }
        switch step.verb {
        case StepVerb.put:
            return try await put(step, over: expected, on: host)
        case StepVerb.remove:
            guard let path = AbsolutePath("/" + step.resource.name) else { throw stale(step, "that is no path") }
            _ = try await host.change(RemoveVerb(path: path, target: .file(expected)))
        default:
            throw unknownVerb(step)
        }
        return StepOutput()
    }

    private func put(_ step: Step, over seen: FileExpectation, on host: FleetHost) async throws -> StepOutput {
        let wanted: FileSpecification = try specification(of: step)
        let expected = wanted.replacesPackageDefault && step.observation == nil ? .packageDefault : seen
        let result = try await host.change(PutVerb(specification: wanted, expected: expected))
        return StepOutput(tail: PrintableText(result.message).tail)
    }
}
