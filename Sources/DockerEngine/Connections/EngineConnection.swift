/// A connection to an engine that has answered a ping, with the API version
/// both sides know.
struct EngineConnection: Sendable {
    let http: HTTPConnection
    let version: APIVersion

    /// Whether the engine still answers on it.
    func answersPing() async -> Bool {
        do {
            let response = try await http.exchange(Self.ping)
            let isReusable = await http.isReusable
            return response.status == 200 && isReusable
        } catch {
            return false
        }
    }

    /// Served without a version prefix, by every version.
    static let ping = HTTPRequest(method: .get, path: "/_ping")
}
