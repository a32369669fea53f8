import BrokerModel
import Testing

@testable import Blueprint

@Suite struct ClusterTests {
    /// All three published EMQX stacks bear one node name.
    @Test func everyEMQXHasItsOwnName() throws {
        let resources = try SampleBroker.small().resources()
        let members = try ["wbroker01", "wbroker02", "wbroker03"].map { try container("\($0)/emqx", in: resources) }
        #expect(Set(members.map { $0.environment["EMQX_NODE_NAME"] }).count == 3)
        for member in members {
            let name = try #require(member.environment["EMQX_NODE_NAME"]).redacted
            let seeds = try #require(member.environment["EMQX_CLUSTER__STATIC__SEEDS"]).redacted
            #expect(!seeds.contains(name))
            #expect(seeds.split(separator: ",").count == 2)
            #expect(member.environment["EMQX_NODE__COOKIE"] == ConfidentialText(Secret("cookie")))
            // Each name resolves inside the container.
            for seed in (seeds.dropFirst().dropLast().split(separator: ",") + [name[...]]) {
                #expect(member.extraHosts[String(seed.dropFirst("emqx@".count))] != nil, "\(seed)")
            }
        }
    }

    @Test func aSingleEMQXIsNoCluster() throws {
        var broker = try SampleBroker.small()
        broker.desired.hosts.removeAll { $0.name.text == "wbroker02" || $0.name.text == "wbroker03" }
        broker.desired.broker.emqx.license = .literal("key")
        let environment = try container("wbroker01/emqx", in: broker.resources()).environment
        #expect(environment["EMQX_CLUSTER__DISCOVERY_STRATEGY"] == "manual")
        #expect(environment["EMQX_CLUSTER__STATIC__SEEDS"] == nil)
        #expect(environment["EMQX_LICENSE__KEY"] == "key")
    }

    private func users(_ broker: SampleBroker) throws -> [EMQXUserSpecification] {
        try broker.resources().compactMap { $0.specification as? EMQXUserSpecification }
    }

    /// Who publishes may do everything, all others only receive; on all brokers.
    @Test func usersOfTheBroker() throws {
        let users = try users(SampleBroker.small())
        #expect(users.map(\.name) == ["globalbroker", "everyone"])
        #expect(users.map(\.isSuperuser) == [true, false])
        #expect(users[0].rules.isEmpty && users[1].rules == [.mayReceive("cache/a/wis2/#")])
        #expect(users[0].password == ConfidentialText(Secret("pub#licher's $ecret")))
        for user in users {
            #expect(user.hosts.map(\.text) == ["wbroker01", "wbroker02", "wbroker03"])
            #expect(user.password.isConfidential, "\(user.name)")
        }
    }

    /// The password that is set is the one the containers are started with.
    @Test func theClusterHasTheMembersAndTheirPassword() throws {
        let resources = try SampleBroker.small().resources()
        let cluster = try unwrap(
            resources.lazy.compactMap { $0.specification as? EMQXClusterSpecification }.first)
        for member in cluster.members {
            let environment = try container("\(member.host)/emqx", in: resources).environment
            #expect(environment["EMQX_NODE_NAME"] == ConfidentialText(member.node))
            #expect(environment["EMQX_DASHBOARD__DEFAULT_PASSWORD"] == cluster.dashboardPassword)
        }
        #expect(cluster.members.count == 3 && !cluster.ownsAllUsers)
        var broker = try SampleBroker.small()
        broker.desired.broker.emqx.otherUsers = .remove
        let told = try broker.resources().lazy.compactMap { $0.specification as? EMQXClusterSpecification }.first
        #expect(told?.ownsAllUsers == true)
    }

    /// A name that is a secret stands in no address.
    @Test func aSecretNameOfThePublisher() throws {
        var broker = try SampleBroker.small()
        let name = try SampleBroker.name("emqx-cookie")
        broker.desired.broker.publish.username = .secret(name)
        let publisher = try unwrap(users(broker).first)
        #expect(publisher.name == "(publisher)" && publisher.login == ConfidentialText(Secret("cookie")))
        broker.desired.broker.publish.username = .literal("gb/2 é")
        #expect(try users(broker).first?.name == "gb%2F2%20%C3%A9")
    }

    @Test func whatMQTTCannotCarryIsNoPassword() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.users["everyone"]?.password = .literal("a\nb")
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        #expect(
            failure.response
                == "broker.yaml:1:1: error: users.everyone.password: is not one line of text that MQTT can carry")
    }

    @Test func anotherLoadBalancerIsNotTouched() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.loadBalancer = .external
        broker.secrets[try SampleBroker.name("certificate")] = nil
        let resources = try broker.resources()
        #expect(resources.filter { $0.address.scope == "wlb01" }.map(\.address.kind) == [HelperSpecification.kind])
        #expect(try container("waloop02/fr-meteofrance", in: resources).extraHosts.isEmpty)
        let shared = resources.filter { $0.address.scope == ResourceAddress.clusterScope }
        #expect(shared.map(\.address) == [RedisClusterSpecification.resource, EMQXClusterSpecification.resource])
        #expect(try text("wmanage:/home/gb/prometheus/targets/haproxy.json", in: resources) == "[]\n")
        #expect(try !text("wmanage:/home/gb/prometheus/targets/hosts.json", in: resources).contains("wlb01"))
    }

    /// A changed certificate is a reload, a changed address too.
    @Test func theProcessFollowsWhatItReads() throws {
        func digest(_ broker: SampleBroker) throws -> Digest {
            let found = try broker.resources().first { $0.address.description == "wlb01/haproxy/configuration" }
            return try unwrap(found).specification.digest(key: [1])
        }
        let broker = try SampleBroker.small()
        let before = try digest(broker)
        var renewed = broker
        renewed.secrets[try SampleBroker.name("certificate")] = Secret(SampleBroker.pem.replacing("a2V5", with: "a2V6"))
        var moved = broker
        moved.desired.hosts[0].address = "192.168.0.77"
        #expect(try digest(broker) == before)
        #expect(try digest(renewed) != before)
        #expect(try digest(moved) != before)
    }

    @Test func traefikRestartsForItsStaticFileOnly() throws {
        var broker = try SampleBroker.small()
        let before = try container("wmanage/traefik", in: broker.resources())
        broker.desired.nodes.removeLast()
        broker.secrets[try SampleBroker.name("traefik-users")] = Secret("new:hash")
        #expect(try container("wmanage/traefik", in: broker.resources()) == before)
        #expect(before.startupFiles.keys.sorted() == ["/home/gb/traefik/traefik.yml"])
    }

    /// Traefik on the management host does not need the engine; Portainer's
    /// agents do, wherever they are deployed.
    @Test func onlyAntiloopHostsLendTheEngine() throws {
        var broker = try SampleBroker.small()
        broker.desired.versions.portainerAgent = nil
        let resources = try broker.resources()
        let socket = "/var/run/docker.sock"
        let lent = resources.filter { resource in
            (resource.specification as? ContainerSpecification)?.mounts.contains { $0.source == socket } == true
        }
        #expect(
            lent.map(\.address.description) == ["waloop01", "waloop02", "waloop03"].map { "\($0)/container/traefik" })
        for resource in lent {
            let mounts = try #require(resource.specification as? ContainerSpecification).mounts
            #expect(mounts.allSatisfy { $0.isReadOnly })
        }
    }

    @Test func withoutAdministratorsNoEditor() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.traefik.adminUsers = nil
        broker.desired.broker.traefik.certificate = nil
        broker.desired.broker.monitoring.globalMonitors = nil
        let resources = try broker.resources()
        #expect(files(resources)["wmanage:/home/gb/traefik/dynamic/isobar.yml"] == nil)
        #expect(try !text("wmanage:/home/gb/traefik/dynamic/ca-eccc-msc.yml", in: resources).contains("_adm"))
    }
}
