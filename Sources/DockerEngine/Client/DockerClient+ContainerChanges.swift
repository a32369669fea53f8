extension DockerClient {
    /// Makes a container; it does not run yet.
    ///
    /// - Throws: `imageMissing` when the image is not on the host, `nameTaken`
    ///   when another container has the name. When the connection broke under
    ///   the request (`connectionLost`) the container may be there.
    public func createContainer(_ name: String, _ creation: ContainerCreation) async throws -> CreatedContainer {
        let request = EngineRequest(
            method: .post, path: "/containers/create", query: [QueryItem("name", name)],
            body: try json(creation),
            attempted:
                "create the container \(PlainText(name).text) from \(PlainText(creation.configuration.image).text)",
            isIdempotent: false, accepted: [201])
        return try decode(try await changes.send(request), of: request)
    }

    /// Starts a container.
    ///
    /// - Returns: false when it ran already.
    @discardableResult
    public func startContainer(_ reference: String) async throws -> Bool {
        try await changes.send(
            EngineRequest(
                method: .post, path: "/containers/\(try component(reference))/start",
                attempted: "start the container", accepted: [204, 304])
        ).status == 204
    }

    /// Stops a container: its stop signal, then SIGKILL.
    ///
    /// A restart policy of `unless-stopped` does not bring it back.
    ///
    /// - Parameter timeout: between the two signals, in whole seconds; nil: the
    ///   container's own.
    /// - Returns: false when it did not run.
    @discardableResult
    public func stopContainer(_ reference: String, timeout: Duration? = nil) async throws -> Bool {
        try await changes.send(
            EngineRequest(
                method: .post, path: "/containers/\(try component(reference))/stop", query: Self.waiting(timeout),
                attempted: "stop the container", accepted: [204, 304]),
            extra: Self.allowance(timeout)
        ).status == 204
    }

    /// Stops a container if it runs, and starts it.
    public func restartContainer(_ reference: String, timeout: Duration? = nil) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/containers/\(try component(reference))/restart", query: Self.waiting(timeout),
                attempted: "restart the container", accepted: [204]),
            extra: Self.allowance(timeout))
    }

    /// Removes a container.
    ///
    /// - Parameters:
    ///   - force: kills it first if it runs.
    ///   - volumes: its unnamed volumes, too.
    /// - Returns: false when there was none.
    @discardableResult
    public func removeContainer(_ reference: String, force: Bool = false, volumes: Bool = false) async throws -> Bool {
        try await changes.send(
            EngineRequest(
                method: .delete, path: "/containers/\(try component(reference))",
                query: [QueryItem("force", force), QueryItem("v", volumes)],
                attempted: "remove the container", accepted: [204, 404])
        ).status == 204
    }

    /// Gives a container another name; it goes on running.
    ///
    /// - Throws: `nameTaken`.
    public func renameContainer(_ reference: String, to name: String) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/containers/\(try component(reference))/rename", query: [QueryItem("name", name)],
                attempted: "rename the container to \(PlainText(name).text)", isIdempotent: false, accepted: [204]))
    }

    /// Changes a container's restart policy; it goes on running.
    public func updateContainer(_ reference: String, restartPolicy: HostConfiguration.RestartPolicy) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/containers/\(try component(reference))/update",
                body: try json(["RestartPolicy": restartPolicy]),
                attempted: "change the container's restart policy"))
    }

    private static func waiting(_ timeout: Duration?) -> [QueryItem] {
        timeout.map { [QueryItem("t", $0.wholeSeconds)] } ?? []
    }

    /// What a stop may take beyond the deadline of changes. A container's own
    /// time-out is not known here; five minutes are longer than anybody sets.
    private static func allowance(_ timeout: Duration?) -> Duration {
        timeout ?? .seconds(300)
    }
}
