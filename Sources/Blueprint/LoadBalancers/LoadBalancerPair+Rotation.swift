import BrokerModel

extension LoadBalancerPair {
    /// That clients are sent to each broker. With one broker there is nowhere
    /// else to send them, and nothing to decide.
    var rotation: [Resource] {
        guard facts.brokers.count > 1 else { return [] }
        return facts.brokers.map { broker in
            Resource(
                address: RotationSpecification.resource(of: broker.name),
                specification: RotationSpecification(
                    broker: broker.name, balancers: facts.balancers.map(\.name),
                    servers: backends.map { $0.server(broker.name) }),
                dependencies: facts.balancers.map { ResourceAddress($0.name, HelperSpecification.kind, "isobar") },
                source: facts.source, reason: "the load balancers send clients to \(broker.name)")
        }
    }
}
