import BrokerModel
public import DesiredStateReader
import GitRepository

/// The hosts of a desired state that need not be valid yet.
public enum HostDrafts {
    /// Those of a plain directory.
    public static func inDirectory(_ path: String) throws -> [HostDraft] {
        try hosts(in: try DirectorySnapshot.read(path), subject: path)
    }

    static func hosts(in snapshot: Snapshot, subject: String) throws -> [HostDraft] {
        if let refusal = snapshot.refusals.first(where: { $0.path == "hosts.yaml" }) {
            throw DesiredStateInvalid(subject: subject, diagnostics: [Diagnostic(refusal)])
        }
        guard let file = snapshot.files.first(where: { $0.path == "hosts.yaml" }) else {
            throw Failure(
                .desiredStateInvalid, attempted: "read the hosts", on: subject,
                response: "there is no hosts.yaml in it",
                remedy: "name the directory of the desired state with --path, or the hosts' addresses")
        }
        let read = HostDraft.read(SourceFile(file))
        guard let hosts = read.hosts else { throw DesiredStateInvalid(subject: subject, diagnostics: read.diagnostics) }
        return hosts
    }
}

extension DesiredStateSource {
    /// The hosts of a revision whose state need not be valid yet; nil means the
    /// head of the branch.
    public func hostDrafts(_ revision: String?) async throws -> [HostDraft] {
        let id = try await mirror.resolve(revision ?? "HEAD")
        let snapshot = try await mirror.snapshot(of: id, at: path)
        return try HostDrafts.hosts(in: snapshot, subject: "commit \(id.abbreviated)")
    }
}
