import BrokerModel
import Controller
import Foundation
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// From `notifications:` of `isobar.yaml` to who reads it: by curl to a server that takes
/// what is posted, and by msmtp to a mail server.
@Suite("Telling people, from end to end", .timeLimit(.minutes(5)))
struct NotificationTests {
    private static let notifications = """
        notifications:
          webhooks:
            - {urlFile: hook}
          mails:
            - {to: [operators@example.org, second@example.org], from: isobar@example.org, sendmail: sendmail}
            - {to: [boss@example.org], from: isobar@example.org, sendmail: sendmail, topics: [approval, certificate]}

        """

    /// What people hear in ``all()``, in order: the topic, and how the subject begins.
    private static let expected = [
        ("certificate", "traefik.certificate expires in \(ExpiringCertificate.daysLeft) days"),
        ("failure", "the repository cannot be read"), ("recovery", "the repository can be read again"),
        ("failure", "not reached: waloop02"), ("recovery", "the hosts are as commit "),
        ("drift", "something changed on a host and is mended"),
        ("failure", "a run of commit "), ("failure", "commit "), ("recovery", "the hosts are as commit "),
        ("approval", "a plan of "),
    ]

    private static func isExpected(_ told: [(String, String)], _ expected: [(String, String)] = expected) -> Bool {
        told.count == expected.count && zip(told, expected).allSatisfy { $0.0 == $1.0 && $0.1.hasPrefix($1.1) }
    }

    @Test(
        "Each topic arrives once, in order, with what to do, by webhook and by mail; who chose topics gets those alone")
    func all() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400, more: Self.notifications)
        let (hook, smtp) = (HookServer(), try SMTPServer(directory: fixture.directory))
        let first = try fixture.commit("first", files: ExpiringCertificate.broker)
        try await hook.listening { address in
            try Data((address + "\n").utf8).write(to: URL(fileURLWithPath: fixture.directory + "/hook"))
            try await fixture.serving { service in
                try await service.untilStanding(at: first)
                // No mail server is there yet: what is not taken is given again.
                _ = try await service.until("mail is tried again") { _ in
                    fixture.said.contains("could not tell, tried again")
                }
                try await smtp.listening {
                    try await Self.troubles(of: service, fixture)
                    _ = try await service.until("all is told") { _ in
                        let mails = (try? smtp.received()) ?? []
                        return hook.received.count >= Self.expected.count && mails.count >= Self.expected.count + 2
                    }
                }
            }
        }
        let posted = hook.received
        #expect(Self.isExpected(posted.map { ($0.topic, $0.subject) }), "\(posted)")
        #expect(posted.allSatisfy { $0.service == "isobar@test" && $0.text.contains($0.subject) })
        let mails = try smtp.received()
        #expect(mails.allSatisfy { $0.sender == "isobar@example.org" && $0.text.contains("\n\nisobar@test, ") })
        let toAll = mails.filter { $0.recipients == ["operators@example.org", "second@example.org"] }
        #expect(toAll.map(\.subject) == posted.map { "[isobar] " + $0.subject })
        #expect(zip(toAll, posted).allSatisfy { $0.topic == $1.topic && $0.text.hasPrefix($1.detail) })
        #expect(toAll.allSatisfy { $0.to == "operators@example.org, second@example.org" })
        let toOne = mails.filter { $0.recipients == ["boss@example.org"] }
        #expect(toOne.map(\.topic) == ["certificate", "approval"] && toAll.count + toOne.count == mails.count)
        #expect(toOne.last?.text.contains("Approve it: isobar approve sha256:") == true, "\(toOne)")
        // The address of a webhook is a secret in itself.
        #expect(!fixture.said.lines.contains { "\($0)".contains("s3cret") })
    }

    /// What happens, each once what was before is over.
    private static func troubles(of service: BrokerService, _ fixture: ServiceFixture) async throws {
        let place = fixture.repository.directory
        try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
        #expect(await service.sync(by: "ada@test").repositoryFailure != nil)
        try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
        #expect(await service.sync(by: "ada@test").repositoryFailure == nil)

        for isReachable in [false, true] {
            await fixture.world.edit { hosts, _, _ in hosts["waloop02"]?.isReachable = isReachable }
            _ = await service.sync(by: "ada@test")
            _ = try await service.until("seen") { $0.state == (isReachable ? "standing" : "incomplete") }
        }
        await fixture.stop(on: "waloop01")
        _ = await service.sync(by: "ada@test")
        _ = try await service.until("mended") { status in
            let images = await fixture.images()
            return images.count == 2 && status.state == "standing"
        }
        // An image that no registry has.
        let broken = try fixture.commit("broken", antiloop: "9.9.9", files: ExpiringCertificate.broker)
        _ = await service.sync(by: "ada@test")
        _ = try await service.until("given up") { $0.state == "held" && $0.head?.commit == broken }
        let mended = try fixture.commit("mended", files: ExpiringCertificate.broker)
        _ = await service.sync(by: "ada@test")
        try await service.untilStanding(at: mended)
        await service.reload(try fixture.configuration(policy: "{apply: approval}"))
        try fixture.commit("second", antiloop: "1.0.1", files: ExpiringCertificate.broker)
        _ = await service.sync(by: "ada@test")
        _ = try await service.until("a plan waits") { $0.state == "waiting" }
    }
}
