extension DockerClient {
    /// Asks the engine whether it is there, on the stream of the queries.
    ///
    /// - Returns: the API version both sides use.
    @discardableResult
    public func ping() async throws -> APIVersion {
        try await queries.ping()
    }

    /// Which engine it is.
    public func version() async throws -> EngineVersion {
        try await query(EngineRequest(method: .get, path: "/version", attempted: "ask for the engine's version"))
    }

    /// How the engine is set up. Takes longer than ``version()``: it counts.
    public func info() async throws -> EngineInfo {
        try await query(EngineRequest(method: .get, path: "/info", attempted: "ask for the engine's state"))
    }
}
