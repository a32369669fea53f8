internal import BrokerModel
internal import Foundation

/// The answer of Traefik's API to `GET /api/http/routers`.
enum TraefikRouters {
    private struct Router: Decodable {
        var name: String
        var status: String?
        var error: [String]?
    }

    /// Nil when the bytes are no such answer.
    static func parse(_ bytes: [UInt8]) -> [String: TraefikObservation.Router]? {
        guard let routers = try? JSONDecoder().decode([Router].self, from: Data(bytes)) else { return nil }
        return Dictionary(
            routers.map { ($0.name, TraefikObservation.Router(status: $0.status ?? "", errors: $0.error ?? [])) },
            uniquingKeysWith: { first, _ in first })
    }

    static func observation(_ bytes: [UInt8]?) -> TraefikObservation {
        guard let routers = bytes.flatMap(parse) else { return TraefikObservation(answers: false) }
        return TraefikObservation(answers: true, routers: routers)
    }
}
