import Foundation
import TestSupport
import Testing

/// What happens to `isobar serve` and around it, with `policy.apply: automatic`: it
/// ends by itself in a converged broker with nothing done twice.
@Suite("The service under faults on the lab", .serialized)
struct ServiceFaultLabTests {
    @Test("Killed in mid-run, then a host without Docker, one without sshd: it takes up what is left, nothing twice")
    func accidents() async throws {
        let broker = try await FaultyBroker.converged()
        let controller = try broker.controller.automatic("faults.yaml")
        let killed = try controller.serving()
        defer { killed.send(SIGKILL) }
        try await killed.says("the hosts are as the commit wants them")
        let before = try await broker.lab.allContainers()
        try await broker.change()
        try await eventually("an instance is replaced", within: .seconds(60), seen: { killed.lastLines }) {
            killed.errorOutput.contains(/"step done".*\/container\//)
        }
        killed.send(SIGKILL)
        #expect(try await killed.end() == -1)
        #expect(try await broker.openRecords() != "0 0")
        let midway = try await broker.lab.allContainers()

        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await service.says("closed a run that was killed")
        try await isStanding(service, controller)
        let after = try await broker.lab.allContainers()
        #expect(Self.changed(before, after).count == 2 * FaultyBroker.nodes.count)
        let made = Self.changed(before, midway).filter { midway[$0] != nil }
        #expect(!made.isEmpty && made.allSatisfy { after[$0] == midway[$0] }, "\(made) replaced again")

        try await broker.fault("waloop02", "sshd-stop")
        // Sessions outlive the server; who is cut off finds none.
        try await broker.lab.on("waloop02", "kill $(pidof sshd)")
        try await broker.fault("waloop03", "docker-stop")
        try await broker.change()
        let commit = try await head(controller)
        try await eventually("both are told", within: .seconds(90), seen: { service.lastLines }) {
            service.field("commit", ofLine: "not all is as the commit wants it") == commit
                && service.field("unreachable", ofLine: "not all is as the commit wants it") == "waloop02, waloop03"
        }
        for host in ["waloop02", "waloop03"] { try await broker.heal(host) }
        try await isStanding(service, controller)
        let mended = try await broker.lab.allContainers()
        #expect(Self.changed(after, mended).count == 2 * FaultyBroker.nodes.count)
        try await end(service, broker)
    }

    @Test("The ledger's disk is full: it says so, begins nothing, lives on, and goes on and records once there is room")
    func diskFull() async throws {
        let broker = try await FaultyBroker.converged()
        let disk = try SmallDisk(size: 32)
        let controller = try broker.controller.automatic("disk.yaml", database: disk.directory + "/isobar.sqlite")
        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await isStanding(service, controller)
        let before = try await broker.lab.allContainers()
        try disk.fill()
        try await broker.change()
        try await service.says("could not plan")
        #expect(service.field("code", ofLine: "could not plan") == "disk-full", "\(service.lastLines)")
        #expect(service.field("error", ofLine: "could not plan")?.contains("hint: make room") == true)
        // The mirror of the repository is beside the ledger.
        try await service.says("No space left on device")
        #expect(service.field("error", ofLine: "the repository cannot be read")?.contains("hint: make room") == true)
        #expect(try await broker.lab.allContainers() == before)
        try disk.empty()
        _ = try await controller.isobar("sync")
        try await isStanding(service, controller)
        let packs = try FileManager.default.subpathsOfDirectory(atPath: disk.directory)
        #expect(packs.allSatisfy { !$0.contains("pack_git2") }, "what was not fetched to its end is left: \(packs)")
        let history = try await controller.isobar("history", "--limit", "1", "--format", "json")
        let commit = try await head(controller)
        #expect(history.output.contains("succeeded") && history.output.contains(commit), "\(history.output)")
        let after = try await broker.lab.allContainers()
        #expect(Self.changed(before, after).count == 2 * FaultyBroker.nodes.count)
        try await end(service, FaultyBroker(lab: broker.lab, controller: controller))
    }

    @Test("A repository without a commit is said, its first push taken; a rewritten branch waits for a person")
    func branch() async throws {
        let broker = try await FaultyBroker.converged()
        let repository = broker.controller.directory + "/empty.git"
        let made = try await Shell.run(
            "/bin/sh", ["-ec", "rm -rf \"$1\"; git init --quiet --bare --initial-branch=main \"$1\"", "sh", repository])
        try #require(made.status == 0, "\(made.errorOutput)")
        let controller = try broker.controller.automatic("empty.yaml", repository: repository)
        let service = try controller.serving()
        defer { service.send(SIGKILL) }
        try await service.says("the repository cannot be read")
        let why = service.field("error", ofLine: "the repository cannot be read") ?? ""
        #expect(why.contains("the repository has no branches") && why.contains("hint: push the branch"), "\(why)")
        let before = try await broker.lab.allContainers()
        _ = try await controller.git("push", "--quiet", repository, "main")
        try await isStanding(service, controller)
        try await broker.change()
        _ = try await controller.git("push", "--quiet", repository, "main")
        try await isStanding(service, controller)
        let changed = try await broker.lab.allContainers()

        _ = try await controller.git("reset", "--quiet", "--hard", "HEAD~1")
        try await broker.change()
        _ = try await controller.git("push", "--quiet", "--force", repository, "main")
        try await service.says("the branch was rewritten: nothing is changed before a person approves")
        try await service.says("a plan waits for approval")
        #expect(service.field("because", ofLine: "a plan waits for approval") == "the branch was rewritten")
        #expect(try await broker.lab.allContainers() == changed)
        let digest = try #require(service.field("plan", ofLine: "a plan waits for approval"))
        let approved = try await controller.isobar("approve", digest)
        #expect(approved.status == 0, "\(approved.errorOutput)")
        try await isStanding(service, controller)
        let after = try await broker.lab.allContainers()
        #expect(Self.changed(before, after).count == 2 * FaultyBroker.nodes.count)
        try await end(service, broker)
    }

    @Test("Two people apply at the same moment without a service: one is refused and told who is at work")
    func twoApply() async throws {
        let broker = try await FaultyBroker.converged()
        let before = try await broker.lab.allContainers()
        try await broker.change()
        async let one = broker.controller.isobar("apply", "--yes")
        async let other = broker.controller.isobar("apply", "--yes")
        let both = try await [one, other].sorted { $0.status < $1.status }
        #expect(both.map(\.status) == [0, 7], "\(both.map(\.errorOutput))")
        #expect(both[1].errorOutput.contains("could not take the run lock"), "\(both[1].errorOutput)")
        #expect(both[1].errorOutput.contains("held by apply") && both[1].errorOutput.contains("hint: wait until"))
        let after = try await broker.lab.allContainers()
        #expect(Self.changed(before, after).count == 2 * FaultyBroker.nodes.count)
        try await broker.convergesOnce()
    }

    // MARK: -

    private func head(_ controller: ControllerFixture) async throws -> String {
        try await controller.git("rev-parse", "HEAD")
    }

    /// Waits until all is as the head wants it.
    private func isStanding(_ service: RunningProgram, _ controller: ControllerFixture) async throws {
        try await service.says("wants them\",\"commit\":\"\(try await head(controller))")
    }

    /// Ends it; what it leaves is whole.
    private func end(_ service: RunningProgram, _ broker: FaultyBroker) async throws {
        service.send(SIGTERM)
        #expect(try await service.end() == 0)
        #expect(try await broker.controller.plan().steps.isEmpty)
        #expect(try await broker.openRecords() == "0 0")
    }

    /// The instances that are others in `after`, or are not there.
    private static func changed(_ before: [String: String], _ after: [String: String]) -> [String] {
        before.keys.filter { before[$0] != after[$0] }
    }
}
