import BrokerModel

/// A router's rule (Traefik v3, "Routing: Rules"). Texts stand between
/// backticks, so what is put in must not hold one: only centre-ids and address
/// ranges can be.
///
/// In v3 a matcher takes one value; alternatives are joined with `||`.
struct TraefikRule: Hashable {
    let text: String

    /// Requests whose path starts with `/<centre>` and `rest`.
    static func path(of centre: CentreID, _ rest: StaticString) -> TraefikRule {
        TraefikRule(text: "PathPrefix(`/\(centre.text)\(rest)`)")
    }

    /// Requests for exactly this path.
    static func path(exactly path: StaticString) -> TraefikRule {
        TraefikRule(text: "Path(`\(path)`)")
    }

    /// Requests for what is below this path.
    static func path(below path: StaticString) -> TraefikRule {
        TraefikRule(text: "PathPrefix(`\(path)`)")
    }

    /// `GET` alone, and of all values of a parameter only those that `pattern`,
    /// a regular expression of Go, finds nothing in: it describes what is
    /// refused, since a rule holds as soon as one value fits.
    static func get(with parameter: StaticString, refusing pattern: StaticString) -> TraefikRule {
        TraefikRule(text: "Method(`GET`) && !QueryRegexp(`\(parameter)`, `\(pattern)`)")
    }

    /// Requests from one of `ranges`; without any, from nobody but the host
    /// itself.
    static func clients(_ ranges: [AddressRange]) -> TraefikRule {
        let ranges = ranges.isEmpty ? [.loopback] : ranges
        return any(ranges.map { TraefikRule(text: "ClientIP(`\($0.text)`)") })
    }

    /// Requests that match one of `rules`.
    static func any(_ rules: [TraefikRule]) -> TraefikRule {
        guard let first = rules.first, rules.count > 1 else { return rules.first ?? clients([]) }
        return TraefikRule(text: rules.dropFirst().reduce(into: "(" + first.text) { $0 += " || " + $1.text } + ")")
    }

    static func && (left: TraefikRule, right: TraefikRule) -> TraefikRule {
        TraefikRule(text: left.text + " && " + right.text)
    }

    private init(text: String) {
        self.text = text
    }
}
