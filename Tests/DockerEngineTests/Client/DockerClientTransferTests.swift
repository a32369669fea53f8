import BrokerModel
import SSH
import Synchronization
import Testing

@testable import DockerEngine

@Suite("Docker client, images and events", .timeLimit(.minutes(1)))
struct DockerClientTransferTests {
    private func reference(_ text: String) throws -> ImageReference { try #require(ImageReference(text)) }

    private func archive(_ parts: [String], announced: Int64?, failing: Bool = false) -> ArchiveUpload {
        let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
            for part in parts { continuation.yield(Array(part.utf8)) }
            continuation.finish(throwing: failing ? SourceFailed() : nil)
        }
        return ArchiveUpload(parts: stream, length: announced)
    }

    private struct SourceFailed: Error {}

    @Test(
        "a pull names exactly one image",
        arguments: [
            ("golfvert/wis2gb:2.0.6", "fromImage=golfvert%2Fwis2gb&tag=2.0.6"),
            ("redis", "fromImage=redis&tag=latest"),
            (
                "redis@sha256:" + String(repeating: "a", count: 64),
                "fromImage=redis&tag=sha256%3A" + String(repeating: "a", count: 64)
            ),
        ])
    func pull(image: String, query: String) async throws {
        let engine = ScriptedEngine(portion: 11) { _, _ in
            .json(
                200,
                #"{"status":"Pulling","id":"2.0.6"}"# + "\r\n"
                    + #"{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"aa"}"# + "\r\n"
                    + #"{"status":"Done","progressDetail":{}}"# + "\r\n")
        }
        let seen = Mutex<[PullProgress]>([])
        try await engine.client().pullImage(try reference(image)) { progress in seen.withLock { $0.append(progress) } }
        #expect(engine.lines == ["POST /v1.41/images/create?" + query])
        #expect(
            seen.withLock { $0 } == [
                PullProgress(layer: "2.0.6", status: "Pulling"),
                PullProgress(layer: "aa", status: "Downloading", current: 5, total: 9),
                PullProgress(status: "Done"),
            ])
    }

    @Test(
        "a pull that fails inside a success, or is refused",
        arguments: [
            (
                200, #"{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}"#,
                FailureCode.imageMissing
            ),
            (200, #"{"error":"read tcp: i/o timeout"}"#, .registryUnreachable),
            (200, #"{"error":"write x: no space left on device"}"#, .diskFull),
            (404, #"{"message":"pull access denied for x, repository does not exist"}"#, .imageMissing),
            (
                500, #"{"message":"Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io"}"#,
                .registryUnreachable
            ),
        ])
    func pullFails(status: Int, body: String, code: FailureCode) async throws {
        let client = ScriptedEngine { _, _ in .json(status, body + "\r\n") }.client()
        let image = try reference("redis:7")
        let failure = try await failure { try await client.pullImage(image) }
        #expect(failure.code == code)
        #expect(failure.attempted == "pull the image redis:7")
    }

    @Test("a load sends the archive and tells what came of it", arguments: [nil, 8 as Int64?])
    func load(announced: Int64?) async throws {
        let engine = ScriptedEngine { _, _ in
            .json(200, "{\"stream\":\"Loaded image: a:1\\n\"}\r\n{\"stream\":\"Loaded image ID: sha256:ff\\n\"}\r\n")
        }
        let client = engine.client()
        #expect(
            try await client.loadImages(archive(["abc", "", "defgh"], announced: announced)) == ["a:1", "sha256:ff"])
        #expect(engine.requests == [.init(method: "POST", target: "/v1.41/images/load?quiet=1", body: "abcdefgh")])
        // The stream of a transfer is given back.
        #expect(await engine.streams[0].isClosed)
    }

    @Test("a load that fails inside a success")
    func loadFails() async throws {
        let client = ScriptedEngine { _, _ in
            .json(200, #"{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}"#)
        }.client()
        let failure = try await failure { _ = try await client.loadImages(archive(["x"], announced: nil)) }
        #expect(failure.code == .engineRefused)
        #expect(failure.response == "unexpected EOF")
    }

    @Test("the error of the archive's source comes out, and nobody waits for ever", arguments: [nil, 99 as Int64?])
    func sourceFails(announced: Int64?) async throws {
        let client = ScriptedEngine { _, _ in .silence }.client()
        await #expect(throws: SourceFailed.self) {
            _ = try await client.loadImages(archive(["abc"], announced: announced, failing: true))
        }
    }

    @Test("an archive of another length than announced is not sent as if it were whole", arguments: [2, 4] as [Int64])
    func wrongLength(announced: Int64) async throws {
        let client = ScriptedEngine { _, _ in .silence }.client()
        let failure = try await failure { _ = try await client.loadImages(archive(["abc"], announced: announced)) }
        #expect(failure.response.contains("not as long as announced"))
    }

    @Test("an engine that refuses in the middle of an upload is heard")
    func earlyRefusal() async throws {
        // Answers the ping, then the head of the upload, and takes nothing more.
        let stream = MemoryStream { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains("/_ping") {
                return [.bytes(Array("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK".utf8))]
            }
            guard text.contains("/images/load") else { return [] }
            return [.bytes(Array("HTTP/1.1 500 X\r\nConnection: close\r\n\r\n{\"message\":\"no\"}".utf8)), .end]
        }
        let client = DockerClient(host: "waloop01") { stream }
        let endless = AsyncThrowingStream<[UInt8], any Error> {
            await Task.yield()
            return Task.isCancelled ? nil : [0]
        }
        let failure = try await failure { _ = try await client.loadImages(ArchiveUpload(parts: endless)) }
        #expect(failure.code == .engineRefused)
        #expect(failure.response == "no (status 500)")
    }

    private static let subscription = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func event(_ action: String) -> [UInt8] {
        let line =
            #"{"Type":"container","Action":"\#(action)","Actor":{"ID":"c1","Attributes":{"name":"x"}},"timeNano":5}"#
        return ArchiveWriter.chunk(Array((line + "\n").utf8))
    }

    @Test("events come as they happen and the end is an end")
    func events() async throws {
        let engine = ScriptedEngine(portion: 13) { _, _ in .raw(Self.subscription) }
        let seen = try await engine.client().withEvents(.containers(labels: ["io.isobar.broker=x"])) { events in
            let stream = engine.streams[0]
            await stream.push([.bytes(Self.event("start") + Self.event("health_status: healthy"))])
            var seen: [EngineEvent] = []
            for try await event in events {
                seen.append(event)
                if seen.count == 2 { await stream.push([.bytes(Array("0\r\n\r\n".utf8))]) }
            }
            return seen
        }
        #expect(seen.map(\.action) == ["start", "health_status"])
        #expect(seen.map(\.detail) == [nil, "healthy"])
        #expect(seen.map(\.subject) == ["c1", "c1"])
        #expect(engine.lines.first?.hasPrefix("GET /v1.41/events?filters=") == true)
        #expect(await engine.streams[0].isClosed)
    }

    @Test("a broken stream of events is an error")
    func eventsBreak() async throws {
        let engine = ScriptedEngine { _, _ in .raw(Self.subscription) }
        let client = engine.client()
        let failure = try await failure {
            try await client.withEvents(EventFilter()) { events in
                await engine.streams[0].push([.bytes(Self.event("start")), .end])
                for try await _ in events {}
            }
        }
        #expect(failure.code == .connectionLost)
    }

    @Test("the caller's own errors come out of the scope as they are")
    func callersError() async throws {
        let client = ScriptedEngine { _, _ in .raw(Self.subscription) }.client()
        let own = Failure(.connectionLost, attempted: "do something else", on: "wlb01", response: "gone")
        #expect(try await failure { try await client.withEvents(EventFilter()) { _ in throw own } } == own)
    }

    @Test("a refused subscription is a failure")
    func refusedSubscription() async throws {
        let engine = ScriptedEngine { _, _ in .json(400, #"{"message":"invalid filter"}"#) }
        let client = engine.client()
        let failure = try await failure { try await client.withEvents(EventFilter()) { _ in } }
        #expect(failure.code == .engineRefused)
        #expect(failure.response == "invalid filter (status 400)")
        #expect(await engine.streams[0].isClosed)
    }

    @Test("leaving the scope, or being cancelled, gives the stream back")
    func eventsEnd() async throws {
        let engine = ScriptedEngine { _, _ in .raw(Self.subscription) }
        let client = engine.client()
        try await client.withEvents(EventFilter()) { _ in }
        #expect(await engine.streams[0].isClosed)
        let following = Task { try await client.withEvents(EventFilter()) { for try await _ in $0 {} } }
        await wait { engine.lines.count == 2 }
        following.cancel()
        #expect(try await failure { try await following.value }.code == .cancelled)
        #expect(await engine.streams[1].isClosed)
    }
}
