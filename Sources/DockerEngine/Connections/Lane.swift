/// One kind of traffic to an engine, on streams of its own, so that the slow
/// kinds never stand in front of the quick ones.
struct Lane: Sendable {
    let pool: ConnectionPool
    let failures: EngineFailures
    /// How long one exchange may take, not counting the wait for a stream.
    let deadline: Deadline

    /// Sends one request and collects its answer.
    ///
    /// - Parameter extra: what the request itself is known to take, added to
    ///   the deadline.
    func send(_ request: EngineRequest, extra: Duration = .zero) async throws -> HTTPResponse {
        let response = try await perform(request, extra: extra) { connection in
            try await connection.http.exchange(request.http(connection.version))
        }
        try accept(response, of: request)
        return response
    }

    /// Sends requests of one kind without waiting in between; the answers come
    /// in their order.
    func send(pipelined requests: [EngineRequest]) async throws -> [HTTPResponse] {
        guard let first = requests.first else { return [] }
        let responses = try await perform(first) { connection in
            try await connection.http.pipeline(requests.map { $0.http(connection.version) })
        }
        for (request, response) in zip(requests, responses) {
            try accept(response, of: request)
        }
        return responses
    }

    /// Sends a request and hands the lines of an accepted answer to `consume`
    /// as they come.
    func lines(of request: EngineRequest, consume: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let refusal: HTTPResponse? = try await perform(request) { connection in
            let head = try await connection.http.begin(request.http(connection.version))
            guard request.accepted.contains(head.status) else {
                return HTTPResponse(head: head, body: try await connection.http.collectBody())
            }
            var lines = LineSplitter()
            while let part = try await connection.http.nextBodyPart() {
                for line in try lines.add(part) { try consume(line) }
            }
            if let line = lines.finish() { try consume(line) }
            return nil
        }
        if let refusal { try accept(refusal, of: request) }
    }

    /// - Throws: a ``Failure`` when the engine refused the request.
    private func accept(_ response: HTTPResponse, of request: EngineRequest) throws {
        guard !request.accepted.contains(response.status) else { return }
        throw failures.refusal(request.attempt, response)
    }

    private func perform<Answer: Sendable>(
        _ request: EngineRequest,
        extra: Duration = .zero,
        _ exchange: @escaping @Sendable (EngineConnection) async throws -> Answer
    ) async throws -> Answer {
        let deadline = Deadline(limit: deadline.limit + extra, clock: deadline.clock)
        var mayRepeat = request.isIdempotent
        while true {
            do {
                return try await pool.withConnection(proven: !request.isIdempotent) { connection in
                    do {
                        return try await deadline.run { try await exchange(connection) }
                    } catch {
                        throw ExchangeError(cause: error)
                    }
                }
            } catch let error as ExchangeError {
                guard mayRepeat, error.isBrokenConnection, !Task.isCancelled else {
                    throw failures.translate(error.cause, request.attempt)
                }
                mayRepeat = false
            } catch is CancellationError {
                throw failures.cancelled(request.attempt)
            }
        }
    }
}

extension Lane {
    /// Pings on the lane's own connection.
    ///
    /// - Returns: the version both sides use.
    func ping() async throws -> APIVersion {
        let request = EngineRequest(method: .get, path: "/_ping", attempted: "ping the Docker Engine")
        return try await perform(request) { connection in
            _ = try await connection.http.exchange(EngineConnection.ping)
            return connection.version
        }
    }
}
