import BrokerModel
import TestSupport

extension World {
    /// A commit or an accident.
    mutating func change(_ random: inout SplitMix64) throws {
        let some = nodes.keys.sorted().randomElement(using: &random)
        switch Int.random(in: 0..<14, using: &random) {
        case 0:
            for node in nodes.keys { nodes[node]?.image = "golfvert/wis2gb:2.\(Int.random(in: 0..<3, using: &random))" }
        case 1: nodes[centre(Int.random(in: 100..<200, using: &random))] = Wish()
        case 2: if let some, nodes.count > 2 { nodes[some] = nil }
        case 3: if let some { nodes[some]?.topic = "topic \(random.next())" }
        case 4: if let some { nodes[some]?.password = "password \(random.next())" }
        case 5: if let some { nodes[some]?.pins = Array(antiloopHosts.shuffled(using: &random).prefix(2)) }
        case 6: traefikVersion = "\(random.next())"
        case 7: balancerVersion = "\(random.next())"
        case 8: redisImage = "redis:7.\(Int.random(in: 0..<4, using: &random))"
        case 9:
            if let some {
                nodes[some]?.pins = nil
                antiloopHosts = antiloopHosts.count > 3 ? Array(antiloopHosts.dropLast()) : antiloopHosts
            }
        case 10: emqxImage = "emqx:5.\(Int.random(in: 7..<9, using: &random))"
        default: accident(&random)
        }
        for node in nodes.keys where nodes[node]?.pins?.allSatisfy(antiloopHosts.contains) == false {
            nodes[node]?.pins = nil
        }
        try place()
    }

    /// Something on a host is changed by hand.
    private mutating func accident(_ random: inout SplitMix64) {
        guard let host = antiloopHosts.randomElement(using: &random),
            let address = state.hosts[host]?.resources.keys.sorted().randomElement(using: &random),
            var found = state.hosts[host]?.resources[address]
        else { return }
        if var container = found.observation as? ContainerObservation {
            // Never the last one that runs: that is an outage nobody plans.
            if let node = container.centreID, running(node) < 2 { return }
            container.state = ContainerState(status: random.oneIn(2) ? "exited" : "created")
            found.observation = container
            state.hosts[host]?.resources[address] = found
        } else if address.kind == FileSpecification.kind || address.kind == ImageSpecification.kind {
            state.hosts[host]?.resources[address] = nil
        }
    }
}
