public import BrokerModel
import GitRepository

/// Finds the names a node had and has in the commits of the repository.
struct NodeNames {
    let repository: any CommitRepository

    /// Of the desired state in the repository.
    let directory: String
    private static let limit = 1000

    /// How often names are followed, each way.
    private static let steps = 10

    /// The renames that led to the name of a node, and those that followed, the
    /// oldest first.
    func renames(of node: CentreID, at head: CommitID) async throws -> [NodeRename] {
        var found: [NodeRename] = []
        var name = node.text
        while found.count < Self.steps, let rename = try await rename(to: name, head),
            !found.contains(where: { $0.to == rename.from }), rename.from != node.text
        {
            found.insert(rename, at: 0)
            name = rename.from
        }
        name = node.text
        var following = 0
        while following < Self.steps, let rename = try await rename(from: name, head),
            !found.contains(where: { $0.from == name })
        {
            found.append(rename)
            following += 1
            name = rename.to
        }
        return found
    }

    /// What the node was called before its file came.
    private func rename(to name: String, _ head: CommitID) async throws -> NodeRename? {
        guard let commit = try await repository.log(from: head, limit: Self.limit, path: path(name)).last,
            let parent = commit.parents.first
        else { return nil }
        let (before, after) = (try await nodes(parent), try await nodes(commit.id))
        guard before[name] == nil, let text = after[name] else { return nil }
        let gone = before.filter { after[$0.key] == nil }
        guard let former = Self.mostAlike(text, named: name, among: gone) else { return nil }
        return Self.rename(from: former, to: name, commit)
    }

    /// What the node is called since its file went.
    private func rename(from name: String, _ head: CommitID) async throws -> NodeRename? {
        guard let commit = try await repository.log(from: head, limit: Self.limit, path: path(name)).first,
            let parent = commit.parents.first
        else { return nil }
        let (before, after) = (try await nodes(parent), try await nodes(commit.id))
        guard after[name] == nil, let text = before[name] else { return nil }
        let new = after.filter { before[$0.key] == nil }
        guard let later = Self.mostAlike(text, named: name, among: new) else { return nil }
        return Self.rename(from: name, to: later, commit)
    }

    private static func rename(from: String, to: String, _ commit: CommitSummary) -> NodeRename {
        NodeRename(
            from: from, to: to, commit: commit.id.text, author: "\(commit.author.name) <\(commit.author.email)>",
            at: Timestamp(seconds: commit.author.seconds).description)
    }

    private func path(_ name: String) -> String {
        (directory == "." ? "" : directory + "/") + "nodes/\(name).yaml"
    }

    /// The files of nodes in a commit, by the node's name.
    private func nodes(_ commit: CommitID) async throws -> [String: String] {
        var nodes: [String: String] = [:]
        for file in try await repository.snapshot(of: commit, at: directory).files {
            guard file.path.hasPrefix("nodes/"), file.path.hasSuffix(".yaml") else { continue }
            nodes[String(file.path.dropFirst(6).dropLast(5))] = String(decoding: file.bytes, as: UTF8.self)
        }
        return nodes
    }

    /// The one that shares most lines, half of them at least; the nodes' own
    /// names in them are no difference.
    static func mostAlike(_ text: String, named name: String, among others: [String: String]) -> String? {
        let lines = Self.lines(text, without: name)
        let shares = others.map { other, text in
            let theirs = Self.lines(text, without: other)
            var rest = theirs
            var shared = 0
            for line in lines {
                guard let place = rest.firstIndex(of: line) else { continue }
                rest.remove(at: place)
                shared += 1
            }
            return (name: other, share: Double(shared) / Double(max(1, max(lines.count, theirs.count))))
        }
        let best = shares.max { ($0.share, $1.name) < ($1.share, $0.name) }
        return best.flatMap { $0.share >= 0.5 ? $0.name : nil }
    }

    private static func lines(_ text: String, without name: String) -> [String] {
        text.replacing(name, with: "*").split(separator: "\n").map { String($0) }
    }
}

extension DesiredStateSource {
    /// The renames of a node in the history of the branch, the oldest first, as
    /// far as the copy of the repository tells; nothing is fetched.
    public func renames(of node: CentreID) async throws -> [NodeRename] {
        let head = try await mirror.resolve("HEAD")
        return try await NodeNames(repository: mirror, directory: path).renames(of: node, at: head)
    }
}
