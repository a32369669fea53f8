import BrokerModel
import TestSupport
import Testing
import Yams

@testable import Blueprint

@Suite struct AntiloopTests {
    /// The Compose file and its environment files say what the engine is told.
    @Test(arguments: ["waloop01/ca-eccc-msc", "waloop02/ca-eccc-msc", "waloop02/fr-meteofrance"])
    func composeStartsTheSameContainer(key: String) throws {
        let resources = try SampleBroker.small().resources()
        let container = try container(key, in: resources)
        let directory = key.replacing("/", with: ":/home/gb/compose/") + "/"
        let compose = try #require(
            try Yams.compose(yaml: text(directory + "docker-compose.yml", in: resources), .basic))
        let service = try #require(compose["services"]?[container.name])
        #expect(service["image"]?.string == container.image.text)
        #expect(service["container_name"]?.string == container.name)
        #expect(service["restart"]?.string == container.restartPolicy.rawValue)
        #expect(service["stop_grace_period"]?.string == "\(container.stopTimeoutSeconds)s")
        let labels = service["labels"]?.mapping?.map { ($0.key.string ?? "", $0.value.string ?? "") } ?? []
        #expect(Dictionary(uniqueKeysWithValues: labels) == container.labels)
        let hosts = service["extra_hosts"]?.array().compactMap { $0.string }
        #expect(hosts == container.extraHosts.map { "\($0.key):\($0.value)" })
        var environment: [String: String] = [:]
        for file in try #require(service["env_file"]?.array().compactMap { $0.string }) {
            environment.merge(try ComposeEnvironment(text(directory + file, in: resources)).values) { $1 }
        }
        #expect(environment == container.environment.mapValues { value in value.withRevealed { $0 } })
    }

    @Test func aNodesOwnEnvironmentWins() throws {
        var broker = try SampleBroker.small()
        broker.desired.nodes[0].environment = [
            "GDC_URL": .literal("mine"), "WHOAMI": .literal("me"), "MQTT_PUB_BROKERVERSION": .literal("4"),
        ]
        let environment = try container("waloop01/ca-eccc-msc", in: broker.resources()).environment
        #expect(environment["GDC_URL"] == "mine")
        #expect(environment["WHOAMI"] == "me")
        #expect(environment["MQTT_PUB_BROKERVERSION"] == "4")
        #expect(environment["TOPIC_URL"] == "https://topics.example.org")
    }

    @Test(arguments: ["MSG_CHECK_OPTION", "CENTRE_ID", "MQTT_SUB_TOPIC"])
    func checkedFieldsCannotBeSetByEnvironment(name: String) throws {
        var broker = try SampleBroker.small()
        broker.desired.nodes[1].environment = [name: .literal("verfy")]
        broker.desired.broker.antiloop.environment[name] = .literal("verfy")
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        let owner = try #require(ReservedVariables.node[name])
        #expect(
            failure.response == """
                broker.yaml:1:1: error: antiloop.environment.\(name): is set by \(owner)
                  hint: set it there
                nodes/fr-meteofrance.yaml:1:1: error: environment.\(name): is set by \(owner)
                  hint: set it there
                """)
    }

    /// A needless restart resets counters.
    @Test func changingANodeDoesNotTouchTheOthers() throws {
        var broker = try SampleBroker.small()
        let before = try container("waloop02/fr-meteofrance", in: broker.resources())
        broker.desired.nodes[0].environment["TZ"] = .literal("CET")
        broker.desired.nodes.append(try SampleBroker.node("zz-new"))
        broker.placement.hosts[broker.desired.nodes[2].centreID] =
            broker.placement.hosts[broker.desired.nodes[0].centreID]
        #expect(try container("waloop02/fr-meteofrance", in: broker.resources()) == before)
    }

    @Test func inactiveNodesAreNotThere() throws {
        var broker = try SampleBroker.small()
        broker.desired.nodes[0].isEnabled = false
        broker.desired.nodes[1].expires = broker.today
        broker.placement.hosts = [:]
        broker.secrets[try SampleBroker.name("node-password")] = nil
        let resources = try broker.resources()
        #expect(
            !resources.contains {
                $0.address.description.contains("ca-eccc-msc") || $0.reason.contains("fr-meteofrance")
            })
        #expect(try text("wmanage:/home/gb/prometheus/mqtt.json", in: resources) == "[]\n")
    }

    @Test func redisElsewhere() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.redis = .external([.literal("redis.example.org:7000"), .literal("[2001:db8::1]:7001")])
        let resources = try broker.resources()
        #expect(!resources.contains { $0.address.name.contains("redis:") || $0.address.name == "redis" })
        #expect(
            try container("waloop02/fr-meteofrance", in: resources).environment["REDIS_URL"]
                == #"[{"host":"redis.example.org","port":7000},{"host":"2001:db8::1","port":7001}]"#)
    }

    @Test func whatIsMadeOfSecretsIsOne() throws {
        var broker = try SampleBroker.small()
        let name = try SampleBroker.name("hidden")
        broker.secrets[name] = Secret("canary.example:7000\n")
        broker.desired.broker.redis = .external([.literal("redis.example.org:7000"), .secret(name)])
        broker.desired.nodes[1].subscription.topics = [.literal("a/#"), .secret(try SampleBroker.name("emqx-cookie"))]
        let environment = try container("waloop02/fr-meteofrance", in: try broker.resources()).environment
        #expect(environment["REDIS_URL"]?.redacted == "(secret)")
        #expect(
            environment["REDIS_URL"]?.withRevealed { $0 }
                == #"[{"host":"redis.example.org","port":7000},{"host":"canary.example","port":7000}]"#)
        #expect(environment["MQTT_SUB_TOPIC"]?.redacted == "(secret)")
        #expect(environment["MQTT_SUB_TOPIC"]?.withRevealed { $0 } == "a/#,cookie")
        broker.secrets[name] = Secret("canary")
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        #expect(failure.response == "broker.yaml:1:1: error: redis.external: is no host:port")
    }

    @Test func defaultTopicsByKind() throws {
        let resources = try SampleBroker.twenty().resources()
        let topics = Dictionary(
            resources.compactMap { resource in
                (resource.specification as? ContainerSpecification).map { ($0.name, $0.environment["MQTT_SUB_TOPIC"]) }
            }, uniquingKeysWith: { one, _ in one })
        #expect(topics["de-dwd"] == "origin/a/wis2/de-dwd/#")
        #expect(topics["jp-jma-global-cache"] == "cache/a/wis2/#")
        #expect(topics["fr-meteofrance-global-broker"] == "origin/a/wis2/#,cache/a/wis2/#")
    }

    @Test func editorsAnswerNobodyWhenNobodyIsAllowed() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.traefik.allowedClients = []
        let rule = "traefik.http.routers.fr-meteofrance.rule"
        #expect(
            try container("waloop02/fr-meteofrance", in: broker.resources()).labels[rule]
                == "PathPrefix(`/fr-meteofrance/`) && ClientIP(`192.168.0.9/32`)")
        broker.desired.hosts.removeAll { $0.role == .manage }
        #expect(
            try container("waloop02/fr-meteofrance", in: broker.resources()).labels[rule]
                == "PathPrefix(`/fr-meteofrance/`) && ClientIP(`127.0.0.0/8`)")
    }
}
