import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@testable import Reconciliation

@Suite("A node that got another name")
struct NodeNamesTests {
    private static func file(_ name: String, broker: String = "mqtts://a.example.org:8883") -> String {
        """
        centreId: \(name)
        kind: node
        subscribe:
          broker: \(broker)
          username: everyone
          topics: ["origin/a/wis2/\(name)/#"]

        """
    }

    private func names(_ repository: GitFixture) async throws -> ([NodeRename], [NodeRename]) {
        let directory = NSTemporaryDirectory() + "isobar-names-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let mirror = GitMirror(
            directory: directory + "/mirror", of: try RepositoryLocation(repository.directory), branch: "main")
        let head = try await mirror.update().head
        let names = NodeNames(repository: mirror, directory: ".")
        let new = try await names.renames(of: try #require(CentreID("ca-new")), at: head)
        let old = try await names.renames(of: try #require(CentreID("ca-old")), at: head)
        return (new, old)
    }

    @Test("is followed from either name, through what was changed with it")
    func followed() async throws {
        let repository = try GitFixture()
        try repository.commit(
            "First", ["nodes/ca-old.yaml": Self.file("ca-old"), "nodes/ca-other.yaml": Self.file("ca-other")])
        let commit = try repository.commit(
            "Rename", ["nodes/ca-new.yaml": Self.file("ca-new", broker: "mqtts://b.example.org:8883")],
            removing: ["nodes/ca-old.yaml"])
        try repository.commit("Later", ["nodes/ca-new.yaml": Self.file("ca-new") + "enabled: true\n"])
        let (new, old) = try await names(repository)
        #expect(new.map { "\($0.from) \($0.to) \($0.commit)" } == ["ca-old ca-new \(commit)"])
        #expect(old == new)
    }

    @Test("One that came as another went, and has little in common with it, is another node")
    func another() async throws {
        let repository = try GitFixture()
        try repository.commit("First", ["nodes/ca-old.yaml": Self.file("ca-old")])
        try repository.commit(
            "Swap", ["nodes/ca-new.yaml": "centreId: ca-new\nkind: globalCache\n"], removing: ["nodes/ca-old.yaml"])
        let (new, old) = try await names(repository)
        #expect(new.isEmpty && old.isEmpty)
    }
}
