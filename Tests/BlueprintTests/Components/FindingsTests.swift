import BrokerModel
import Testing

@testable import Blueprint

@Suite struct FindingsTests {
    @Test func everythingWrongIsToldAtOnce() throws {
        var broker = try SampleBroker.small()
        broker.secrets[try SampleBroker.name("publisher")] = nil
        broker.secrets[try SampleBroker.name("node-password")] = Secret("hidden\nvalue")
        broker.secrets[try SampleBroker.name("certificate")] = Secret("hidden")
        broker.desired.hosts[1].address = "`rm`"
        broker.desired.broker.domain = "a b"
        broker.desired.broker.traefik.allowedClients[1] = "everyone"
        broker.desired.nodes[1].subscription.topics = [.literal("a,b")]
        broker.desired.nodes[1].environment = ["A-B": .literal("x")]
        broker.placement.hosts[broker.desired.nodes[1].centreID] = nil
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        #expect(failure.code == .desiredStateInvalid)
        #expect(
            failure.response == """
                broker.yaml:1:1: error: domain: is no DNS name
                broker.yaml:1:1: error: loadBalancer.certificate: is no PEM text with a certificate
                broker.yaml:1:1: error: publish.password: the secret "publisher" is not available
                  hint: look whether secrets/publisher.age is there and can be decrypted
                broker.yaml:1:1: error: traefik.allowedClients[1]: is no address range such as 192.168.0.0/16
                hosts.yaml:4:3: error: wbroker02.address: is no IPv4 or IPv6 address
                nodes/ca-eccc-msc.yaml:1:1: error: subscribe.backup.password: holds a line break, which an environment \
                file cannot hold
                nodes/ca-eccc-msc.yaml:1:1: error: subscribe.password: holds a line break, which an environment file \
                cannot hold
                nodes/fr-meteofrance.yaml:1:1: error: environment: a name in it: is no name of an environment \
                variable: letters, digits and _, not a digit first
                nodes/fr-meteofrance.yaml:1:1: error: fr-meteofrance: has no host
                nodes/fr-meteofrance.yaml:1:1: error: subscribe.topics: holds a topic filter with a comma, which would \
                be two in the antiloop's list
                """)
        #expect(!failure.description.contains("hidden"))
    }

    @Test func aMissingSecretAloneIsAboutSecrets() throws {
        var broker = try SampleBroker.small()
        broker.secrets[try SampleBroker.name("emqx-cookie")] = nil
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        #expect(failure.code == .secretUnavailable)
        #expect(failure.response.contains("broker.yaml:1:1: error: emqx.cookie: the secret \"emqx-cookie\""))
    }

    @Test func aNodePlacedElsewhereIsAboutPlacement() throws {
        var broker = try SampleBroker.small()
        let manage = try #require(HostName("wmanage"))
        broker.placement.hosts[broker.desired.nodes[0].centreID] = [manage]
        let failure = try #require(throws: Failure.self) { try broker.resources() }
        #expect(failure.code == .placementImpossible)
        #expect(failure.response == "nodes/ca-eccc-msc.yaml:1:1: error: ca-eccc-msc: wmanage is no antiloop host")
    }
}
