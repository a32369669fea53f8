extension DockerClient {
    /// Lists the networks; ``DockerNetwork/containers`` is not filled.
    public func networks(labels: [String] = []) async throws -> [DockerNetwork] {
        try await query(
            EngineRequest(
                method: .get, path: "/networks", query: try filters(["label": labels]),
                attempted: "list the networks"))
    }

    /// Looks at one network by name or id; nil when there is none.
    public func network(_ reference: String) async throws -> DockerNetwork? {
        let request = EngineRequest(
            method: .get, path: "/networks/\(try component(reference))",
            attempted: "inspect the network", accepted: [200, 404])
        return try found(try await queries.send(request), of: request)
    }

    /// Makes a network.
    ///
    /// - Returns: its id.
    /// - Throws: `nameTaken`.
    @discardableResult
    public func createNetwork(_ creation: NetworkCreation) async throws -> String {
        let request = EngineRequest(
            method: .post, path: "/networks/create", body: try json(creation),
            attempted: "create the network \(PlainText(creation.name).text)", isIdempotent: false, accepted: [201])
        return try decode(try await changes.send(request), of: request, as: CreatedNetwork.self).Id
    }

    /// Removes a network no container is attached to.
    ///
    /// - Returns: false when there was none.
    @discardableResult
    public func removeNetwork(_ reference: String) async throws -> Bool {
        try await changes.send(
            EngineRequest(
                method: .delete, path: "/networks/\(try component(reference))",
                attempted: "remove the network", accepted: [204, 404])
        ).status == 204
    }

    /// Attaches a container, running or not, to one more network.
    public func connect(
        _ container: String, to network: String, as endpoint: EndpointSettings = EndpointSettings()
    ) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/networks/\(try component(network))/connect",
                body: try json(Attachment(Container: container, EndpointConfig: endpoint)),
                attempted: "connect the container \(PlainText(container).text) to the network", isIdempotent: false))
    }

    /// Detaches a container from a network.
    public func disconnect(_ container: String, from network: String, force: Bool = false) async throws {
        _ = try await changes.send(
            EngineRequest(
                method: .post, path: "/networks/\(try component(network))/disconnect",
                body: try json(Detachment(Container: container, Force: force)),
                attempted: "disconnect the container \(PlainText(container).text) from the network",
                isIdempotent: false))
    }

    // The engine's own names.
    private struct CreatedNetwork: Decodable {
        var Id: String
    }

    private struct Attachment: Encodable {
        var Container: String
        var EndpointConfig: EndpointSettings
    }

    private struct Detachment: Encodable {
        var Container: String
        var Force: Bool
    }
}
