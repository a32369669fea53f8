extension DockerClient {
    /// Lists containers.
    ///
    /// - Parameters:
    ///   - all: those that do not run, too.
    ///   - labels: `name` or `name=value`; a container must have all of them.
    public func containers(all: Bool = true, labels: [String] = []) async throws -> [ContainerSummary] {
        try await query(
            EngineRequest(
                method: .get, path: "/containers/json",
                query: [QueryItem("all", all)] + (try filters(["label": labels])),
                attempted: "list the containers"))
    }

    /// The ids of all containers, those that do not run, too. Most of what a list
    /// tells need not be read for that.
    public func containerIDs() async throws -> [String] {
        try await query(
            EngineRequest(
                method: .get, path: "/containers/json", query: [QueryItem("all", true)],
                attempted: "list the containers"),
            as: [ContainerID].self
        ).map(\.id)
    }

    /// Looks at one container by name or id; nil when there is none.
    public func container(_ reference: String) async throws -> ContainerInspection? {
        let request = try inspection(reference)
        return try found(try await queries.send(request), of: request)
    }

    /// Looks at many containers in one go, pipelined on one stream. One that is
    /// gone meanwhile is left out.
    public func containers(inspecting references: [String]) async throws -> [ContainerInspection] {
        let requests = try references.map(inspection)
        let responses = try await queries.send(pipelined: requests)
        return try zip(requests, responses).compactMap { request, response in
            try found(response, of: request)
        }
    }

    /// The last lines a container wrote, for reports.
    ///
    /// - Throws: `engineRefused` when the container's log driver keeps nothing
    ///   to read.
    public func logs(of reference: String, last count: Int) async throws -> [ContainerLogLine] {
        let request = EngineRequest(
            method: .get, path: "/containers/\(try component(reference))/logs",
            query: [QueryItem("stdout", true), QueryItem("stderr", true), QueryItem("tail", Int64(count))],
            attempted: "read the container's log")
        var demultiplexer = LogDemultiplexer()
        demultiplexer.add(try await queries.send(request).body)
        return demultiplexer.lines
    }

    private func inspection(_ reference: String) throws -> EngineRequest {
        EngineRequest(
            method: .get, path: "/containers/\(try component(reference))/json",
            attempted: "inspect the container", accepted: [200, 404])
    }
}
