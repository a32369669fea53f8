import BrokerModel
import Foundation
import TestSupport
import Testing

/// The service as a process, where no host answers.
@Suite("isobar serve as a process", .timeLimit(.minutes(3)))
struct ServeTests {
    let controller: Controller

    init() async throws {
        controller = try await Controller()
    }

    private var log: String { controller.directory + "/serve.log" }

    /// Waits for words in the log.
    private func said(_ words: String, times: Int = 1) async throws {
        while ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").components(separatedBy: words).count <= times
        {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func started() async throws -> SpawnedProgram {
        let program = try Program().start(["serve"], directory: controller.directory, log: log)
        try await said("listening")
        return program
    }

    @Test("It is asked over its socket, keeps apply out and says what to type, and ends politely")
    func story() async throws {
        let service = try await started()
        defer { service.killAndWait() }
        let synced = try controller.isobar("sync", "--format", "json")
        #expect(synced.status == 0, "\(synced.errorOutput)")
        #expect(synced.output.contains("\"state\" : \"incomplete\""))
        #expect(synced.output.contains("\"waloop01\""))
        #expect(try controller.isobar("sync").output.hasPrefix("Service: as commit "))

        let apply = try controller.isobar("apply", "--yes")
        #expect(apply.status == 7)
        #expect(apply.errorOutput.contains("held by serve by isobar@"), "\(apply.errorOutput)")
        #expect(
            apply.errorOutput.contains(
                "hint: a service keeps these hosts equal to the branch: push the commit, isobar sync"))
        #expect(try controller.isobar("serve").status == 1)

        let attributes = try FileManager.default.attributesOfItem(atPath: controller.directory + "/isobar.sock")
        #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)

        service.signal(SIGTERM)
        #expect(service.wait() == 0)
        #expect(!FileManager.default.fileExists(atPath: controller.directory + "/isobar.sock"))
        // The lock went with it; the hosts are away still.
        #expect(try controller.isobar("apply", "--yes").status == 8)
        for line in try controller.read("serve.log").split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            #expect(object?["time"] != nil && object?["level"] != nil && object?["message"] != nil, "\(line)")
        }
    }

    @Test("What people order: pause and resume; a wrong digest is 64, one that does not wait 1")
    func orders() async throws {
        let service = try await started()
        defer { service.killAndWait() }
        let paused = try controller.isobar("pause", "node/ca-eccc-msc", "--for", "2h", "--reason", "storm")
        #expect(paused.status == 0, "\(paused.errorOutput)")
        #expect(paused.output.contains("Paused:  node/ca-eccc-msc until "))
        #expect(paused.output.contains(": storm\n"))
        #expect(try !controller.isobar("resume", "node/ca-eccc-msc").output.contains("Paused:"))
        #expect(try controller.isobar("pause", "waloop01", "--for", "2h", "--reason", "x").status == 64)
        #expect(try controller.isobar("approve", "abc").status == 64)
        let approved = try controller.isobar("approve", Digest(of: "x").description)
        #expect(approved.status == 1)
        #expect(approved.errorOutput.contains("no plan waits for a decision"))
        let short = try controller.isobar("reject", String(Digest(of: "x").description.prefix(19)))
        #expect(short.status == 1 && short.errorOutput.contains("no plan waits for a decision"), "\(short.errorOutput)")
    }

    @Test("SIGHUP reads isobar.yaml again: what is live takes effect, a broken file is not taken")
    func reload() async throws {
        let service = try await started()
        defer { service.killAndWait() }
        let before = try controller.read("isobar.yaml")
        try controller.write(
            "isobar.yaml", before + "\npolicy: {apply: automatic}\nserver: {listen: \"127.0.0.1:1\"}\n")
        service.signal(SIGHUP)
        try await said("configuration read again")
        #expect(try controller.read("serve.log").contains("\"afterRestart\":\"server\""))
        #expect(try controller.isobar("sync", "--format", "json").output.contains("\"policy\" : \"automatic\""))
        try controller.write("isobar.yaml", before + "\npolicy: {apply: never}\n")
        service.signal(SIGHUP)
        try await said("isobar.yaml is not taken")
        try controller.write("isobar.yaml", before)
        #expect(try controller.isobar("sync", "--format", "json").output.contains("\"policy\" : \"automatic\""))
    }

    @Test("Without a service it is said how to start one")
    func nobody() throws {
        let ended = try controller.isobar("sync")
        #expect(ended.status == 1)
        #expect(ended.errorOutput.contains("start it with: isobar serve"), "\(ended.errorOutput)")
    }

    @Test("Killed, it leaves a socket, which the next start takes the place of")
    func killed() async throws {
        let first = try await started()
        first.killAndWait()
        let second = try Program().start(["serve"], directory: controller.directory, log: log)
        defer { second.killAndWait() }
        try await said("listening", times: 2)
        #expect(try controller.isobar("sync").status == 0)
    }
}
