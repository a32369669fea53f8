extension DockerClient {
    /// Follows what happens on the engine, on a stream of its own.
    ///
    /// `body` begins when the engine has accepted the subscription: whatever is
    /// listed inside `body` and whatever happens after it leave no gap between
    /// them. Events are not replayed; after the end of the sequence, subscribe
    /// and list again.
    ///
    /// - Parameter body: gets the events. The sequence ends without an error
    ///   when the engine ends it, as it does when it is restarted, and throws
    ///   ``Failure`` when the connection broke. The stream is given back when
    ///   `body` ends.
    public func withEvents<Result: Sendable>(
        _ filter: EventFilter,
        _ body: (EngineEvents) async throws -> Result
    ) async throws -> Result {
        let request = EngineRequest(
            method: .get, path: "/events",
            query: try filters(["type": filter.kinds, "event": filter.actions, "label": filter.labels]),
            attempted: "follow the engine's events")
        let connection = try await subscribe(request, within: queries.deadline)
        do {
            let result = try await body(
                EngineEvents(connection: connection.http, failures: failures, attempt: request.attempt))
            await connection.http.close()
            return result
        } catch {
            await connection.http.close()
            throw error
        }
    }

    /// Sends a request on a stream of its own, whose answer goes on as long as
    /// somebody reads.
    ///
    /// - Parameter deadline: for the beginning of the answer.
    func subscribe(_ request: EngineRequest, within deadline: Deadline) async throws -> EngineConnection {
        let connection = try await opener()
        do {
            let refusal: HTTPResponse? = try await deadline.run {
                let head = try await connection.http.begin(request.http(connection.version))
                guard !request.accepted.contains(head.status) else { return nil }
                return HTTPResponse(head: head, body: try await connection.http.collectBody())
            }
            if let refusal { throw failures.refusal(request.attempt, refusal) }
            return connection
        } catch {
            await connection.http.close()
            throw failures.translate(error, request.attempt)
        }
    }
}
