import BrokerModel
import SSH
import Testing

@testable import DockerEngine

@Suite("Docker client, failures", .timeLimit(.minutes(1)))
struct DockerClientFailureTests {
    @Test(
        "why there is no engine, and what to do",
        arguments: [
            (
                "failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: permission denied",
                "group docker"
            ),
            (
                "failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: connection refused",
                "systemctl start docker"
            ),
            ("dial unix /var/run/docker.sock: connect: no such file or directory", "systemctl start docker"),
            ("bash: line 1: docker: command not found", "install Docker"),
            ("exit status 1", "systemctl start docker"),
        ])
    func unavailable(words: String, remedy: String) async throws {
        let cause = Failure(.commandFailed, attempted: "run a command", on: "waloop01", response: words)
        let client = DockerClient(host: "waloop01") {
            MemoryStream { _ in [.broken(cause)] }
        }
        let failure = try await failure { _ = try await client.containers() }
        #expect(failure.code == .engineUnavailable)
        #expect(failure.response == words)
        #expect(failure.subject == "waloop01, GET /_ping")
        #expect(failure.remedy?.contains(remedy) == true)
    }

    @Test("a stream that ends at once is an engine that is not there")
    func endsAtOnce() async throws {
        let client = DockerClient(host: "waloop01") { MemoryStream { _ in [.end] } }
        #expect(try await failure { _ = try await client.containers() }.code == .engineUnavailable)
    }

    @Test(
        "the opener's own failures are passed on",
        arguments: [
            FailureCode.hostUnreachable, .hostKeyMismatch, .privilegeRefused, .connectionLost,
        ])
    func openerFailure(code: FailureCode) async throws {
        let cause = Failure(code, attempted: "open a stream", on: "waloop01", response: "it broke")
        let client = DockerClient(host: "waloop01") { throw cause }
        #expect(try await failure { _ = try await client.containers() } == cause)
    }

    @Test("a login shell that prints is recognised")
    func banner() async throws {
        let client = DockerClient(host: "waloop01") {
            MemoryStream { _ in [.bytes(Array("Welcome to \u{1B}[1mwaloop01\r\n".utf8))] }
        }
        let failure = try await failure { _ = try await client.containers() }
        #expect(failure.code == .engineProtocol)
        #expect(failure.response.contains("Welcome to \u{FFFD}[1mwaloop01"))
        #expect(failure.remedy?.contains("login shell") == true)
    }

    @Test(
        "a refused creation says why",
        arguments: [
            (404, "No such image: golfvert/wis2gb:9", FailureCode.imageMissing),
            (409, "Conflict. The container name \"/x\" is already in use by container \"ab\".", .nameTaken),
            (400, "invalid mount config for type \"bind\": bind source path does not exist: /x", .engineRefused),
            (500, "write /var/lib/docker/x: no space left on device", .diskFull),
            (503, "engine is shutting down", .engineUnavailable),
            (500, "something else", .engineRefused),
        ])
    func refusals(status: Int, message: String, code: FailureCode) async throws {
        let escaped = message.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        let client = ScriptedEngine { _, _ in .json(status, #"{"message":"\#(escaped)"}"#) }.client()
        let failure = try await failure {
            _ = try await client.createContainer(
                "x", ContainerCreation(ContainerConfiguration(image: "golfvert/wis2gb:9")))
        }
        #expect(failure.code == code)
        #expect(failure.response.contains(message))
        #expect(failure.subject == "waloop01, POST /containers/create")
        #expect(failure.attempted == "create the container x from golfvert/wis2gb:9")
    }

    @Test("a refusal leaves the stream as it is")
    func refusalKeepsStream() async throws {
        let engine = ScriptedEngine { request, _ in
            request.method == "POST"
                ? .json(404, #"{"message":"No such container: x"}"#) : .raw("HTTP/1.1 204 X\r\n\r\n")
        }
        let client = engine.client()
        #expect(try await failure { try await client.startContainer("x") }.code == .engineRefused)
        #expect(try await client.removeContainer("x"))
        #expect(engine.streamCount == 1)
    }

    @Test("an answer that is no JSON names its place, not its content")
    func notJSON() async throws {
        let client = ScriptedEngine { _, _ in
            .json(200, #"[{"Id":"a","Names":["/x"],"State":{"password":"hidden"}}]"#)
        }.client()
        let failure = try await failure { _ = try await client.containers() }
        #expect(failure.code == .engineProtocol)
        #expect(failure.response.contains("[0].State"))
        #expect(!failure.description.contains("hidden"))
    }

    @Test("words of the engine are cut and cleaned")
    func cleaned() async throws {
        let client = ScriptedEngine { _, _ in
            .text(500, "\u{1B}[2J" + String(repeating: "very long ", count: 500))
        }.client()
        let failure = try await failure { _ = try await client.containers() }
        #expect(!failure.response.unicodeScalars.contains("\u{1B}"))
        #expect(failure.response.count < 600)
    }

    @Test("a name that is no component of a path never reaches the engine", arguments: ["", ".", ".."])
    func impossibleName(name: String) async throws {
        let engine = ScriptedEngine { _, _ in .json(200, "{}") }
        let client = engine.client()
        #expect(try await failure { try await client.removeContainer(name) }.code == .engineRefused)
        #expect(engine.streamCount == 0)
    }
}
