import BrokerModel
import Reconciliation
import Reports

/// What a plan reduces while it is carried out, and for how long at most.
enum ImpactText {
    static func lines(of plan: PlanDocument) -> [String] {
        let reduced = Dictionary(grouping: plan.impact.filter(\.redundancyReduced), by: \.atMostSeconds)
        let nodes = reduced.sorted { $0.key > $1.key }.map { seconds, impacts in
            // Plan files of older versions do not say how long.
            let limit = seconds == 0 ? "for a while" : "for at most \(time(seconds))"
            let each = impacts.count > 1 && seconds > 0 ? " each" : ""
            return "On one instance \(limit)\(each): " + PlanText.list(impacts.map(\.centreId).sorted(), limit: 8)
        }
        let clusters = (plan.clusterImpact ?? []).map { impact in
            let turn = impact.outInTurn > 1 ? ", one after the other" : ""
            return "\(name(impact.cluster)): \(impact.outInTurn) of \(impact.members) out\(turn), "
                + "for at most \(time(impact.atMostSeconds))\(impact.outInTurn > 1 ? " each" : "")"
        }
        return nodes + clusters
    }

    /// What a run really reduced; nothing when it reduced nothing.
    static func lines(of impacts: [RunImpact]) -> [String] {
        let nodes = impacts.filter { $0.role == Redundancy.Role.node.rawValue }
        let others = impacts.filter { $0.role != Redundancy.Role.node.rawValue }
        return line(of: nodes) + others.map { impact in
            "\(name(impact.name)): \(impact.times) out\(impact.times > 1 ? ", one after the other" : ""), "
                + "for at most \(time(impact.longestSeconds))\(back(impact.notBack))"
        }
    }

    private static func line(of nodes: [RunImpact]) -> [String] {
        guard let longest = nodes.max(by: { $0.seconds < $1.seconds }) else { return [] }
        let who = nodes.count == 1 ? longest.name : "\(nodes.count) nodes"
        let most = nodes.count == 1 ? "" : "at most (\(longest.name)) "
        return ["\(who) on one instance for \(most)\(time(longest.seconds))\(back(nodes.reduce(0) { $0 + $1.notBack }))"]
    }

    private static func back(_ missing: Int) -> String {
        missing == 0 ? "" : "; \(missing) not seen to be well again"
    }

    static func name(_ cluster: String) -> String {
        switch cluster {
        case "emqx": "Brokers"
        case "redis": "Redis nodes"
        case "loadbalancer": "Load balancers"
        default: cluster
        }
    }

    private static func time(_ seconds: Int) -> String { DurationText.text(.seconds(seconds)) }
    private static func time(_ seconds: Double) -> String { DurationText.text(.seconds(seconds)) }
}
