import BrokerModel
import Decisions
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Reconciliation
import SimulatedFleet
import Synchronization
import TestSupport
import Testing

@testable import Controller

@Suite("Telling people", .timeLimit(.minutes(3)))
struct AnnouncingTests {
    private let directory = GitFixture.temporaryDirectory()
    private static let announcement = Announcement(
        .failure, "it \"failed\" \\ on wäloop01", "line one\nline 'two' $HOME `id` \u{1F4A5}")
    private static let moment = Timestamp(seconds: 1_790_000_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        let path = directory + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test("Mail goes to the program with the addresses as arguments, and comes out of it as it was meant")
    func mail() async throws {
        let program = try file(
            "sendmail", "#!/bin/sh\nprintf '%s\\n' \"$@\" >'\(directory)/arguments'\ncat >'\(directory)/message'\n",
            mode: 0o700)
        let settings = NotificationSettings.Mail(
            to: ["a@example.org", "b+c@example.org"].compactMap { MailAddress($0) },
            from: try #require(MailAddress("isobar@example.org")), sendmail: program)
        try await MailChannel(settings).deliver(Self.announcement, from: "isobar@test", at: Self.moment)
        let arguments = try String(contentsOfFile: directory + "/arguments", encoding: .utf8)
        #expect(arguments == "-i\n-f\nisobar@example.org\n--\na@example.org\nb+c@example.org\n")
        let message = try String(contentsOfFile: directory + "/message", encoding: .utf8)
        let parts = message.components(separatedBy: "\n\n")
        #expect(parts[0].split(separator: "\n").allSatisfy { $0.utf8.count <= 78 })
        let subject = try #require(parts[0].range(of: "Subject: ")).upperBound
        let words = parts[0][subject...].split(whereSeparator: \.isWhitespace).prefix { $0.hasPrefix("=?") }
        let decoded = words.compactMap { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(decoded == "[isobar] " + Self.announcement.subject)
        let body = try #require(Data(base64Encoded: parts[1].replacing("\n", with: "")))
        #expect(String(decoding: body, as: UTF8.self).hasPrefix(Self.announcement.text + "\n\nisobar@test, "))
    }

    @Test("A program that fails, or is not there, is a failure that says what it said")
    func mailFails() async throws {
        let program = try file("sendmail", "#!/bin/sh\ncat >/dev/null\necho 'no route' >&2\nexit 75\n", mode: 0o700)
        let address = try #require(MailAddress("a@example.org"))
        for (place, said) in [(program, "no route"), (directory + "/none", "none")] {
            let channel = MailChannel(NotificationSettings.Mail(to: [address], from: address, sendmail: place))
            let failure = await #expect(throws: Failure.self) {
                try await channel.deliver(Self.announcement, from: "isobar@test", at: Self.moment)
            }
            #expect(failure?.response.contains(said) == true, "\(failure?.response ?? "")")
        }
    }

    @Test("What is posted is JSON that says what was said; another status than success is a failure")
    func webhook() async throws {
        let got = Mutex<[String]>([])
        let router = Router()
        router.post("hook/{secret}") { request, context in
            let body = try await request.body.collect(upTo: 100_000)
            got.withLock { $0.append(String(buffer: body)) }
            return try context.parameters.require("secret") == "s3cret" ? HTTPResponse.Status.ok : .internalServerError
        }
        let (ports, inlet) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { inlet.yield($0.localAddress?.port ?? 0) })
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        let port = try #require(await ports.first { _ in true })
        let good = try file("good", "http://127.0.0.1:\(port)/hook/s3cret\n")
        try await WebhookChannel(NotificationSettings.Webhook(urlFile: good))
            .deliver(Self.announcement, from: "isobar@test", at: Self.moment)
        let text = try #require(got.withLock { $0.first })
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["subject"] as? String == Self.announcement.subject)
        #expect(document["detail"] as? String == Self.announcement.text)
        #expect(document["topic"] as? String == "failure")

        for text in ["http://127.0.0.1:\(port)/hook/other", "file:///etc/passwd", "", "http://127.0.0.1:1/x"] {
            let bad = try file("bad", text)
            let failure = await #expect(throws: Failure.self) {
                try await WebhookChannel(NotificationSettings.Webhook(urlFile: bad))
                    .deliver(Self.announcement, from: "isobar@test", at: Self.moment)
            }
            #expect(failure?.description.contains("/hook/") == false, "the address may be a secret")
        }
    }

    @Test("No address and no text can say anything else to curl")
    func configuration() throws {
        #expect(WebhookChannel.configuration(url: "https://a/b\noutput = \"/etc/x\"", body: "{}") == nil)
        #expect(WebhookChannel.configuration(url: "ftp://a", body: "{}") == nil)
        let text = try #require(WebhookChannel.configuration(url: #"https://a/"b\"#, body: #"{"a":"\"b"}"#))
        #expect(text.contains(#"url = "https://a/\"b\\""#))
        #expect(text.contains(#"data-raw = "{\"a\":\"\\\"b\"}""#))
    }

    @Test(
        "An address is an address and nothing else",
        arguments: ["", "a", "a@", "@b", "a@b@c", "-f@b", "a b@c", "a@b,c@d", "a\n@b", "a..b@c", "\"a\"@b", "a@b>"])
    func addresses(text: String) {
        #expect(MailAddress(text) == nil)
    }

    /// Fails some times, then takes.
    private final class Stubborn: AnnouncementChannel {
        let name = "stubborn"
        let topics: Set<AnnouncementTopic>
        private let state: Mutex<(failures: Int, told: [String])>

        init(failures: Int, topics: Set<AnnouncementTopic> = Set(AnnouncementTopic.allCases)) {
            state = Mutex((failures, []))
            self.topics = topics
        }

        var told: [String] { state.withLock { $0.told } }

        func deliver(_ announcement: Announcement, from service: String, at moment: Timestamp) async throws {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw Failure(.commandFailed, attempted: "tell", on: "a test", response: "not yet")
                }
                state.told.append(announcement.subject)
            }
        }
    }

    @Test("What does not arrive is tried again, given up after a while, and holds up no other channel")
    func courier() async throws {
        let said = LogCollector()
        let channels = [Stubborn(failures: 2), Stubborn(failures: 4), Stubborn(failures: 0, topics: [.recovery])]
        let courier = Courier(
            channels, service: "isobar@test", clock: { Self.moment }, timer: AcceleratedClock(factor: 100_000),
            log: Logger(label: "test") { _ in CollectingHandler(collector: said) })
        let running = Task { await courier.run() }
        courier.take(Announcement(.failure, "one", ""))
        courier.take(Announcement(.recovery, "two", ""))
        await courier.finish(within: .seconds(60), running)
        #expect(channels.map(\.told) == [["one", "two"], ["two"], ["two"]])
        #expect(said.lines.count { $0.message == "could not tell, given up" } == 1)
    }
}
