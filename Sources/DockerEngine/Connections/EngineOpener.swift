internal import BrokerModel
internal import SSH

/// Opens connections to one engine: the stream, then a ping that proves the
/// engine is there and tells its API version.
struct EngineOpener: Sendable {
    let open: @Sendable () async throws -> any ByteStream
    let limits: HTTPLimits
    let deadline: Deadline
    let failures: EngineFailures

    func callAsFunction() async throws -> EngineConnection {
        let attempt = Attempt(what: "reach the Docker Engine", request: "GET /_ping")
        do {
            return try await deadline.run {
                let http = HTTPConnection(stream: try await open(), limits: limits)
                do {
                    let response = try await http.exchange(EngineConnection.ping)
                    return EngineConnection(http: http, version: try version(of: response, attempt))
                } catch {
                    await http.close()
                    throw error
                }
            }
        } catch {
            throw failures.opening(attempt, error)
        }
    }

    /// Whether the engine still answers on a connection that was kept.
    func isAlive(_ connection: EngineConnection) async -> Bool {
        do {
            return try await deadline.run { await connection.answersPing() }
        } catch {
            return false
        }
    }

    private func version(of response: HTTPResponse, _ attempt: Attempt) throws -> APIVersion {
        guard response.status == 200 else { throw failures.refusal(attempt, response) }
        guard let text = response.head.headers["api-version"], let offered = APIVersion(text) else {
            throw failures.violation(attempt, "the answer to the ping names no API version")
        }
        guard offered >= .oldest else { throw failures.tooOld(attempt, offered) }
        return min(offered, .newest)
    }
}
