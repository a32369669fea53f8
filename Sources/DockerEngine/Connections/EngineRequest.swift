/// One request to the engine, before the API version and the connection are
/// known.
struct EngineRequest: Sendable {
    var method: HTTPMethod
    var path: RequestPath
    var query: [QueryItem] = []
    var body = HTTPRequest.Body.none

    /// What it is for, as an infinitive, for failures.
    var attempted: String

    /// Whether sending it twice does no more than sending it once. Such a
    /// request is repeated when the connection breaks under it.
    var isIdempotent = true

    /// The statuses that are answers; every other one is a refusal.
    var accepted: Set<Int> = [200]

    /// For failures. The query may be long and adds nothing.
    var attempt: Attempt {
        Attempt(what: attempted, request: "\(method.rawValue) \(path.text)", isChange: method != .get)
    }

    func http(_ version: APIVersion) -> HTTPRequest {
        HTTPRequest(method: method, prefix: "/v\(version)", path: path, query: query, body: body)
    }
}
