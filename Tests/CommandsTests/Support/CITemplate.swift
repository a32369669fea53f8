import Foundation
import Testing
import Yams

/// A file of `deploy/forge/` as its forge reads it.
struct CITemplate {
    enum Forge: String, CaseIterable, Sendable {
        case github, gitlab, gitea
    }

    /// What a job is for; each forge has a name of its own for it.
    enum Job {
        case validate, preview, previewOffline
    }

    enum Step {
        /// Of a revision, or of the head of the change, as deep as said or one commit.
        case checkout(revision: String?, depth: String)
        case run(String, environment: [String: String])
    }

    let forge: Forge
    private let root: Node

    init(_ forge: Forge) throws {
        self.forge = forge
        let file = Self.directory.appending(path: "\(forge.rawValue)/isobar.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        root = try #require(try Yams.compose(yaml: text))
    }

    static var directory: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "deploy/forge")
    }

    func steps(of job: Job) throws -> [Step] {
        guard forge == .gitlab else { return try steps(try #require(root["jobs"]?[name(of: job)]?["steps"])) }
        // A runner of GitLab checks the change out by itself, and runs all lines in one shell.
        let job = try #require(root[name(of: job)])
        let lines = ["before_script", "script"].flatMap { job[$0]?.sequence.map { Array($0) } ?? [] }
            .compactMap(\.string)
        return [
            .checkout(revision: nil, depth: job["variables"]?["GIT_DEPTH"]?.string ?? "20"),
            .run(lines.joined(separator: "\n"), environment: [:]),
        ]
    }

    private func name(of job: Job) -> String {
        switch (forge, job) {
        case (.gitlab, .validate): "isobar"
        case (.gitlab, .preview): "isobar-preview"
        case (.gitlab, .previewOffline): "isobar-preview-offline"
        case (_, .validate): "validate"
        case (_, .preview): "preview"
        case (_, .previewOffline): "preview-offline"
        }
    }

    private func steps(_ list: Node) throws -> [Step] {
        try #require(list.sequence).map { step in
            if let action = step["uses"]?.string {
                try #require(action.hasPrefix("actions/checkout@"))
                return .checkout(
                    revision: step["with"]?["ref"]?.string, depth: step["with"]?["fetch-depth"]?.scalar?.string ?? "1")
            }
            var environment: [String: String] = [:]
            for (name, value) in step["env"]?.mapping ?? [:] {
                environment[try #require(name.string)] = try #require(value.scalar?.string)
            }
            return .run(try #require(step["run"]?.string), environment: environment)
        }
    }
}
