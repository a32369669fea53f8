import SSH
import Synchronization

@testable import DockerEngine

/// An engine in memory: answers requests by a closure, counts streams, and
/// keeps what it was asked.
final class ScriptedEngine: Sendable {
    struct Request: Sendable, Equatable {
        var method: String
        var target: String
        var body: String

        var line: String { "\(method) \(target)" }
    }

    enum Answer: Sendable {
        case json(Int, String)
        case text(Int, String)
        case raw(String)
        /// The stream ends before an answer.
        case hangUp
        /// No answer at all.
        case silence
    }

    private struct State {
        var streams: [MemoryStream] = []
        var requests: [(stream: Int, request: Request)] = []
    }

    private let state = Mutex(State())
    private let apiVersion: String?
    private let portion: Int
    private let answer: @Sendable (Request, _ stream: Int) -> Answer

    init(
        apiVersion: String? = "1.41",
        portion: Int = .max,
        answer: @escaping @Sendable (Request, _ stream: Int) -> Answer
    ) {
        self.apiVersion = apiVersion
        self.portion = portion
        self.answer = answer
    }

    /// Everything asked but pings.
    var requests: [Request] {
        state.withLock { $0.requests.map(\.request).filter { $0.target != "/_ping" } }
    }

    var lines: [String] { requests.map(\.line) }
    var pings: Int { state.withLock { $0.requests.count { $0.request.target == "/_ping" } } }
    var streams: [MemoryStream] { state.withLock { $0.streams } }
    var streamCount: Int { streams.count }

    func client(
        configuration: DockerClientConfiguration = DockerClientConfiguration(),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> DockerClient {
        DockerClient(host: "waloop01", configuration: configuration, clock: clock) { self.open() }
    }

    func open() -> any ByteStream {
        state.withLock { state in
            let number = state.streams.count
            let inbox = Inbox()
            let stream = MemoryStream(portion: portion) { [self] bytes in
                inbox.take(bytes).map { reply($0, stream: number) }
            }
            state.streams.append(stream)
            return stream
        }
    }

    private func reply(_ request: Request, stream: Int) -> MemoryStream.Reply {
        state.withLock { $0.requests.append((stream, request)) }
        if request.target == "/_ping" {
            let header = apiVersion.map { "Api-Version: \($0)\r\n" } ?? ""
            return .bytes(Array("HTTP/1.1 200 OK\r\n\(header)Content-Length: 2\r\n\r\nOK".utf8))
        }
        switch answer(request, stream) {
        case .json(let status, let body):
            return .bytes(Self.chunked(status, body))
        case .text(let status, let body):
            return .bytes(Array("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        case .raw(let text):
            return .bytes(Array(text.utf8))
        case .hangUp:
            return .end
        case .silence:
            return .bytes([])
        }
    }

    static func chunked(_ status: Int, _ body: String) -> [UInt8] {
        if status == 204 || status == 304 { return Array("HTTP/1.1 \(status) X\r\n\r\n".utf8) }
        let bytes = Array(body.utf8)
        let half = bytes.count / 2
        var answer = Array("HTTP/1.1 \(status) X\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        for part in [bytes[..<half], bytes[half...]] where !part.isEmpty {
            answer += ArchiveWriter.chunk(Array(part))
        }
        return answer + Array("0\r\n\r\n".utf8)
    }
}
