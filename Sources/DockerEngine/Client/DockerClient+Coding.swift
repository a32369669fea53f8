internal import BrokerModel
internal import Foundation

extension DockerClient {
    /// Sends a query and decodes its answer.
    func query<Answer: Decodable>(_ request: EngineRequest, as type: Answer.Type = Answer.self) async throws -> Answer {
        try decode(try await queries.send(request), of: request)
    }

    /// Decodes the answer; nil when the engine knows no such thing.
    ///
    /// - Parameter request: accepts 404.
    func found<Answer: Decodable>(
        _ response: HTTPResponse, of request: EngineRequest, as type: Answer.Type = Answer.self
    ) throws -> Answer? {
        response.status == 404 ? nil : try decode(response, of: request)
    }

    func decode<Answer: Decodable>(
        _ response: HTTPResponse, of request: EngineRequest, as type: Answer.Type = Answer.self
    ) throws -> Answer {
        do {
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch {
            throw failures.translate(error, request.attempt)
        }
    }

    /// A body in JSON, the same bytes for the same value.
    func json(_ value: some Encodable) throws -> HTTPRequest.Body {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .json(Array(try encoder.encode(value)))
    }

    /// The value of a `filters` parameter; nil when there is nothing to filter.
    func filters(_ filters: [String: [String]]) throws -> [QueryItem] {
        let named = filters.filter { !$0.value.isEmpty }
        guard !named.isEmpty, case .json(let bytes) = try json(named) else { return [] }
        return [QueryItem("filters", String(decoding: bytes, as: UTF8.self))]
    }

    /// A name or an id as a component of a path.
    ///
    /// - Throws: `engineRefused`, as the engine would when it came that far.
    func component(_ reference: String) throws -> PathComponent {
        guard let component = PathComponent(reference) else { throw unusable(reference) }
        return component
    }

    /// An image's name, tag or id as components of a path.
    func imageComponent(_ reference: String) throws -> PathComponent {
        guard let component = PathComponent(slashed: reference) else { throw unusable(reference) }
        return component
    }

    private func unusable(_ reference: String) -> Failure {
        failures.failure(
            .engineRefused, Attempt(what: "ask the Docker Engine", request: "\"\(PlainText(reference).text)\""),
            "this can be no name in the engine")
    }
}
