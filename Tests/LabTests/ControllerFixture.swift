import Foundation
import Testing

/// A controller of the lab: a repository of desired state, `isobar.yaml` and
/// the built program.
struct ControllerFixture: Sendable {
    let lab: Lab
    let directory: String
    var state: String { directory + "/state" }

    /// Its `isobar.yaml`.
    private(set) var configuration: String

    /// The ledger.
    private(set) var database: String

    /// - Parameter name: tests with the same name share the controller.
    init(_ lab: Lab, name: String = "controller") async throws {
        self.lab = lab
        let base = ProcessInfo.processInfo.environment["ISOBAR_TEST_DIRECTORY"] ?? NSTemporaryDirectory() + "isobar-lab"
        directory = base + "/" + name
        configuration = directory + "/isobar.yaml"
        database = directory + "/isobar.sqlite"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        let made = try await Shell.run(
            lab.root + "/scripts/make-controller", [directory],
            environment: ["ISOBAR_LAB_PREFIX": lab.inventory.prefix, "ISOBAR_LAB_SUBNET": lab.inventory.subnet])
        try #require(made.status == 0, "\(made.errorOutput)")
    }

    /// The same controller with another, new ledger.
    func with(database: String) throws -> ControllerFixture {
        var other = self
        other.database = database
        other.configuration = database + ".yaml"
        let text = try read("../isobar.yaml")
        let lines = text.split(separator: "\n").map { $0.hasPrefix("database:") ? "database: \(database)" : $0 }
        try lines.joined(separator: "\n").write(toFile: other.configuration, atomically: true, encoding: .utf8)
        return other
    }

    /// The same controller under another configuration.
    ///
    /// - Parameter change: gets the lines of `isobar.yaml`; it may name another ledger.
    func with(configuration name: String, _ change: (inout [String]) throws -> Void) throws -> ControllerFixture {
        var other = self
        other.configuration = directory + "/" + name
        var lines = try read("../isobar.yaml").split(separator: "\n").map(String.init)
        try change(&lines)
        if let line = lines.first(where: { $0.hasPrefix("database: ") }) { other.database = String(line.dropFirst(10)) }
        try lines.joined(separator: "\n").write(toFile: other.configuration, atomically: true, encoding: .utf8)
        return other
    }

    /// Runs `isobar` as a user would.
    func isobar(_ arguments: String...) async throws -> Ended { try await isobar(arguments) }

    func isobar(_ arguments: [String]) async throws -> Ended {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"], "run these tests with: make test")
        return try await Shell.run(program, arguments, environment: ["ISOBAR_CONFIG": configuration])
    }

    func read(_ file: String) throws -> String {
        try String(contentsOfFile: state + "/" + file, encoding: .utf8)
    }

    /// Writes a file of the desired state; nil removes it.
    func write(_ file: String, _ text: String?) throws {
        if let text {
            try text.write(toFile: state + "/" + file, atomically: true, encoding: .utf8)
        } else {
            try FileManager.default.removeItem(atPath: state + "/" + file)
        }
    }

    /// Replaces text in a file; it must be there.
    func replace(_ old: String, with new: String, in file: String) throws {
        let text = try read(file)
        try #require(text.contains(old), "\(file) does not hold \(old)")
        try write(file, text.replacingOccurrences(of: old, with: new))
    }

    func git(_ arguments: String...) async throws -> String {
        let ended = try await Shell.run("/usr/bin/git", ["-C", state] + arguments)
        try #require(ended.status == 0, "git \(arguments): \(ended.errorOutput)")
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func commit(_ message: String) async throws {
        _ = try await git("add", "-A")
        _ = try await git("commit", "--quiet", "-m", message)
    }

    /// Applies the head of the branch; the run must end with `status`.
    @discardableResult
    func apply(_ arguments: String..., status: Int32 = 0) async throws -> Ended {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let ended = try await Shell.run(
            program, ["apply", "--yes"] + arguments, environment: ["ISOBAR_CONFIG": configuration])
        #expect(ended.status == status, "apply: \(ended.output)\n\(ended.errorOutput)")
        return ended
    }

    /// The plan as JSON.
    func plan(_ arguments: String...) async throws -> PlanFacts {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let ended = try await Shell.run(
            program, ["plan", "--format", "json"] + arguments, environment: ["ISOBAR_CONFIG": configuration])
        do {
            return try JSONDecoder().decode(PlanFacts.self, from: Data(ended.output.utf8))
        } catch {
            Issue.record("plan: \(ended.status) \(ended.errorOutput)")
            throw error
        }
    }
}

/// What the tests read of a plan.
struct PlanFacts: Decodable, Sendable {
    struct StepEntry: Decodable, Sendable {
        var resource: String
        var action: String
        var cause: String
    }
    struct UnreachableEntry: Decodable, Sendable {
        var host: String
        var code: String
        var message: String
    }
    struct ConflictEntry: Decodable, Sendable {
        var resource: String
        var explanation: String
    }
    var digest: String
    var commit: String
    var steps: [StepEntry]
    var unreachable: [UnreachableEntry]
    var conflicts: [ConflictEntry]

    func steps(_ action: String, _ kind: String) -> [String] {
        steps.filter { $0.action == action && $0.resource.contains("/\(kind)/") }.map(\.resource).sorted()
    }
}
