/// Lends connections to one engine, each to one user at a time, and keeps the
/// ones that can be used again.
///
/// Connections are opened when there is work for them and no idle one, up to
/// the limit; further users wait in line.
actor ConnectionPool {
    private let open: EngineOpener
    private let places: FairSemaphore
    private let keepsIdle: Bool
    private var idle: [EngineConnection] = []

    /// - Parameter keepsIdle: false closes every connection after its use.
    init(limit: Int, keepsIdle: Bool, open: EngineOpener) {
        self.open = open
        self.places = FairSemaphore(limit)
        self.keepsIdle = keepsIdle
    }

    /// Lends a connection to `body` and takes it back.
    ///
    /// A connection under which `body` failed is closed, and the idle ones with
    /// it: what broke it, an engine that restarted, broke them too.
    ///
    /// - Parameter proven: the connection is pinged before, when it is not new.
    ///   A request that must not be sent twice goes onto one that has just
    ///   answered.
    func withConnection<Result: Sendable>(
        proven: Bool,
        _ body: @Sendable (EngineConnection) async throws -> Result
    ) async throws -> Result {
        try await places.enter()
        do {
            let connection = try await take(proven: proven)
            do {
                let result = try await body(connection)
                await takeBack(connection)
                await places.leave()
                return result
            } catch {
                await connection.http.close()
                await closeIdle()
                throw error
            }
        } catch {
            await places.leave()
            throw error
        }
    }

    /// Closes the connections nobody uses.
    func closeIdle() async {
        let unused = idle
        idle = []
        for connection in unused {
            await connection.http.close()
        }
    }

    private func take(proven: Bool) async throws -> EngineConnection {
        while let connection = idle.popLast() {
            if !proven { return connection }
            if await open.isAlive(connection) { return connection }
            await connection.http.close()
        }
        return try await open()
    }

    private func takeBack(_ connection: EngineConnection) async {
        if keepsIdle, await connection.http.isReusable {
            idle.append(connection)
        } else {
            await connection.http.close()
        }
    }
}
