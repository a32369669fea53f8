import BrokerModel

/// The part of the antiloop containers' environment that is the same for all.
struct FleetEnvironment {
    /// `redis.env`.
    let redis: EnvFile

    /// `globalbroker.env`.
    let globalBroker: EnvFile

    /// Names the containers resolve by themselves; a host's own `/etc/hosts`
    /// does not reach into them.
    let extraHosts: [String: String]

    init(_ facts: FleetFacts, _ findings: inout Findings) {
        redis = Self.redis(facts, &findings)
        globalBroker = Self.globalBroker(facts, &findings)
        // The balancers' own address, whatever the outside DNS answers.
        extraHosts =
            facts.settings.loadBalancer.settings.map { settings in
                let address = findings.take("loadBalancer.virtualAddress", at: facts.source, otherwise: .standIn) {
                    () throws(Refusal) in try HostAddress(settings.virtualAddress)
                }
                return [facts.domain.globalBroker.text: address.text]
            } ?? [:]
    }

    private static func redis(_ facts: FleetFacts, _ findings: inout Findings) -> EnvFile {
        let members: [TextSource]
        switch facts.settings.redis {
        case .managed:
            members = (facts.brokers + facts.antiloops).map { .literal("\($0.address.bracketed):6379") }
        case .external(let texts):
            members = texts
        }
        var file = EnvFile()
        file.set(
            "REDIS_URL",
            findings.value(of: members, for: "redis.external", at: facts.source) { (texts) throws(Refusal) in
                var places: [JSONValue] = []
                for text in texts {
                    let place = try HostAndPort(text)
                    places.append(.object(["host": .text(place.host), "port": .number(place.port)]))
                }
                return JSONValue.array(places).line
            })
        return file
    }

    private static func globalBroker(_ facts: FleetFacts, _ findings: inout Findings) -> EnvFile {
        let publish = facts.settings.publish
        let source = facts.source
        var file = EnvFile()
        file.set("MQTT_PUB_BROKER", findings.value(publish.broker, for: "publish.broker", at: source))
        file.set("MQTT_PUB_USERNAME", findings.value(publish.username, for: "publish.username", at: source))
        file.set("MQTT_PUB_PASSWORD", findings.value(publish.password, for: "publish.password", at: source))
        file.set("MQTT_PUB_BROKERVERSION", EnvFile.Value(MQTTVersion.v5.rawValue))
        file.set("GB_ID", EnvFile.Value(facts.settings.centreID))
        findings.add(
            facts.settings.antiloop.environment, to: &file, field: "antiloop.environment", at: source,
            reserved: ReservedVariables.broker)
        return file
    }
}
