import BrokerModel
import SSH
import Synchronization
import Testing

@testable import DockerEngine

@Suite("Docker client, streams", .timeLimit(.minutes(1)))
struct DockerClientTests {
    private static let list = #"[{"Id":"a1","Names":["/x"],"State":"running"}]"#

    @Test("one stream serves all queries, after one ping", arguments: [1, 7, Int.max])
    func keepsAlive(portion: Int) async throws {
        let engine = ScriptedEngine(portion: portion) { _, _ in .json(200, Self.list) }
        let client = engine.client()
        for _ in 0..<3 {
            #expect(try await client.containers().map(\.names) == [["x"]])
        }
        #expect(engine.streamCount == 1)
        #expect(engine.pings == 1)
        #expect(engine.lines == Array(repeating: "GET /v1.41/containers/json?all=1", count: 3))
    }

    @Test("the API version both know", arguments: [("1.41", "v1.41"), ("1.43", "v1.43"), ("1.51", "v1.44")])
    func negotiates(offered: String, used: String) async throws {
        let engine = ScriptedEngine(apiVersion: offered) { _, _ in .json(200, "[]") }
        _ = try await engine.client().networks()
        #expect(engine.lines == ["GET /\(used)/networks"])
    }

    @Test("an engine that is too old is refused")
    func tooOld() async throws {
        let client = ScriptedEngine(apiVersion: "1.40") { _, _ in .json(200, "[]") }.client()
        let failure = try await failure { _ = try await client.containers() }
        #expect(failure.code == .engineRefused)
        #expect(failure.response == "the engine speaks API 1.40, at least 1.41 is needed")
    }

    @Test("something that is no engine is refused")
    func noVersion() async throws {
        let client = ScriptedEngine(apiVersion: nil) { _, _ in .json(200, "[]") }.client()
        #expect(try await failure { _ = try await client.containers() }.code == .engineProtocol)
    }

    @Test("a query is repeated once on a new stream when the first broke")
    func reopens() async throws {
        let engine = ScriptedEngine { _, stream in stream == 0 ? .hangUp : .json(200, Self.list) }
        #expect(try await engine.client().containers().count == 1)
        #expect(engine.streamCount == 2)
    }

    @Test("a query is not repeated twice")
    func reopensOnce() async throws {
        let engine = ScriptedEngine { _, _ in .hangUp }
        let failure = try await failure { _ = try await engine.client().containers() }
        #expect(failure.code == .connectionLost)
        #expect(failure.subject == "waloop01, GET /containers/json")
        #expect(engine.streamCount == 2)
    }

    @Test("a creation is never repeated")
    func createsOnce() async throws {
        let engine = ScriptedEngine { _, _ in .hangUp }
        let client = engine.client()
        let failure = try await failure {
            _ = try await client.createContainer("x", ContainerCreation(ContainerConfiguration(image: "a:1")))
        }
        #expect(failure.code == .connectionLost)
        #expect(failure.remedy?.contains("not known") == true)
        #expect(engine.lines.count == 1)
    }

    @Test("a creation goes only onto a stream that has just answered")
    func provesStream() async throws {
        // The engine restarts after the first answer: the kept stream is dead.
        let engine = ScriptedEngine { request, stream in
            switch request.method {
            case "DELETE": .raw("HTTP/1.1 204 No Content\r\n\r\n")
            default: .json(201, #"{"Id":"n\#(stream)","Warnings":null}"#)
            }
        }
        let client = engine.client()
        try await client.removeContainer("old")
        let stream = try #require(engine.streams.first)
        await stream.push([.end])
        let created = try await client.createContainer("x", ContainerCreation(ContainerConfiguration(image: "a:1")))
        #expect(created.id == "n1")
        #expect(engine.lines.count == 2)
    }

    @Test("a kept stream that has gone silent does not take a creation with it")
    func silentStream() async throws {
        let stream = MemoryStream { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard !text.contains("DELETE") else { return [.bytes(Array("HTTP/1.1 204 X\r\n\r\n".utf8))] }
            return [.bytes(Array("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK".utf8))]
        }
        let engine = ScriptedEngine { _, _ in .json(201, #"{"Id":"new"}"#) }
        let first = Mutex<MemoryStream?>(stream)
        var configuration = DockerClientConfiguration()
        configuration.openDeadline = .milliseconds(200)
        let client = DockerClient(host: "waloop01", configuration: configuration) {
            first.withLock { first in
                defer { first = nil }
                return first
            } ?? engine.open()
        }
        try await client.removeContainer("old")
        await stream.silence()
        let created = try await client.createContainer("x", ContainerCreation(ContainerConfiguration(image: "a:1")))
        #expect(created.id == "new")
        #expect(await stream.isClosed)
    }

    @Test("many inspections are sent before the answers are read, in order", arguments: [1, 32, 33, 64, 65, 300])
    func pipelines(count: Int) async throws {
        let engine = ScriptedEngine(portion: 1000) { request, _ in
            let name = request.target.split(separator: "/")[2]
            return name == "c7"
                ? .json(404, #"{"message":"No such container: c7"}"#)
                : .json(200, #"{"Id":"i","Name":"/\#(name)","State":{"Status":"running"},"Config":{}}"#)
        }
        let names = (0..<count).map { "c\($0)" }
        let inspections = try await engine.client().containers(inspecting: names)
        #expect(inspections.map(\.name) == names.filter { $0 != "c7" })
        #expect(engine.streamCount == 1)
        #expect(engine.lines == names.map { "GET /v1.41/containers/\($0)/json" })
    }

    @Test("changes use several streams, and never the one of the queries")
    func lanes() async throws {
        let engine = ScriptedEngine { request, _ in
            request.method == "GET" ? .json(200, "[]") : .silence
        }
        let client = engine.client()
        let stops = (0..<5).map { number in Task { try await client.stopContainer("c\(number)") } }
        await wait { engine.lines.count == 3 }
        // Three stops hang; looking goes on.
        _ = try await client.containers()
        #expect(engine.streamCount == 4)
        #expect(engine.lines.filter { $0.hasPrefix("POST") }.count == 3)
        for stop in stops { stop.cancel() }
        for stop in stops {
            #expect(try await failure { _ = try await stop.value }.code == .cancelled)
        }
    }

    @Test("a silent engine is given up after the deadline, and its stream with it")
    func deadline() async throws {
        let engine = ScriptedEngine { _, stream in stream == 0 ? .silence : .json(200, "[]") }
        var configuration = DockerClientConfiguration()
        configuration.queryDeadline = .milliseconds(20)
        let client = engine.client(configuration: configuration)
        let failure = try await failure { _ = try await client.containers() }
        #expect(failure.code == .deadlineExceeded)
        #expect(await engine.streams[0].isClosed)
        #expect(try await client.containers().isEmpty)
    }

    @Test("cancelling ends a request and its stream, not the client")
    func cancellation() async throws {
        let engine = ScriptedEngine { _, stream in stream == 0 ? .silence : .json(200, "[]") }
        let client = engine.client()
        let query = Task { try await client.containers() }
        await wait { engine.lines.count == 1 }
        query.cancel()
        #expect(try await failure { _ = try await query.value }.code == .cancelled)
        #expect(try await client.containers().isEmpty)
        #expect(engine.streamCount == 2)
    }

    @Test("an engine that closes after its answer gets a new stream")
    func connectionClose() async throws {
        let engine = ScriptedEngine { _, _ in
            .raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]")
        }
        let client = engine.client()
        _ = try await client.containers()
        _ = try await client.containers()
        #expect(engine.streamCount == 2)
    }

    @Test("bytes nobody asked for end the stream's use")
    func strayBytes() async throws {
        let engine = ScriptedEngine { _, _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]HTTP/1.1 200 OK\r\n")
        }
        let client = engine.client()
        _ = try await client.containers()
        _ = try await client.containers()
        #expect(engine.streamCount == 2)
    }

    @Test("closing gives the streams back; the next request opens again")
    func closing() async throws {
        let engine = ScriptedEngine { _, _ in .json(200, "[]") }
        let client = engine.client()
        _ = try await client.containers()
        await client.close()
        #expect(await engine.streams[0].isClosed)
        _ = try await client.containers()
        #expect(engine.streamCount == 2)
    }
}
