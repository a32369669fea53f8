import BrokerModel
import Testing

@testable import Blueprint

@Suite struct RotationTests {
    private func rotation(_ broker: SampleBroker) throws -> [RotationSpecification] {
        try broker.resources().compactMap { $0.specification as? RotationSpecification }
    }

    /// What is taken out of service is what the configuration sends clients to.
    @Test(arguments: [true, false]) func everyServerOfTheConfiguration(hasDashboard: Bool) throws {
        var broker = try SampleBroker.small()
        var settings = try unwrap(broker.desired.broker.loadBalancer.settings)
        settings.dashboardAllowedFrom = hasDashboard ? ["192.168.0.0/16"] : []
        broker.desired.broker.loadBalancer = .managed(settings)
        let rotation = try rotation(broker)
        #expect(rotation.map(\.broker.text) == ["wbroker01", "wbroker02", "wbroker03"])
        #expect(rotation.allSatisfy { $0.balancers.map(\.text) == ["wlb01", "wlb02"] })
        let configuration = try text("wlb01:/etc/haproxy/haproxy.cfg", in: broker.resources())
        var servers: [String] = []
        var addresses: [String: String] = [:]
        var frontends: Set<String> = []
        var backend = ""
        for line in configuration.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words.first == "backend" { backend = words[1] }
            if words.first == "frontend" { frontends.insert("frontend \(words[1])") }
            if words.first == "server" {
                servers.append("\(backend)/\(words[1])")
                addresses["server \(backend)/\(words[1]) address"] = words[2]
            }
        }
        #expect(servers.count == (hasDashboard ? 9 : 6))
        #expect(rotation.flatMap(\.servers).sorted() == servers.sorted())
        // And the running process is compared with the same.
        let process = try broker.resources().first { $0.address.description == "wlb01/haproxy/configuration" }
        let runtime = try unwrap(try unwrap(process).specification as? HAProxySpecification).runtime
        #expect(runtime.filter { $0.key.hasSuffix(" address") } == addresses)
        #expect(Set(runtime.keys.filter { $0.hasPrefix("frontend ") }) == frontends)
        #expect(runtime.count { $0.key.hasSuffix(" weight") && $0.value == "1" } == servers.count)
        #expect(runtime.count { $0.key.hasSuffix(" check") && $0.value == "on" } == servers.count)
    }

    @Test func oneBrokerStaysInService() throws {
        var broker = try SampleBroker.small()
        broker.desired.hosts.removeAll { $0.name.text == "wbroker02" || $0.name.text == "wbroker03" }
        #expect(try rotation(broker).isEmpty)
    }

    @Test func onlyManagementHostsReadTheNumbers() throws {
        var broker = try SampleBroker.small()
        let manage = try unwrap(broker.desired.hosts.first { $0.role == .manage }).address
        let configuration = try text("wlb02:/etc/haproxy/haproxy.cfg", in: broker.resources())
        #expect(configuration.contains("    tcp-request connection reject unless { src \(manage)/32 }\n"))
        let targets = try text("wmanage:/home/gb/prometheus/targets/haproxy.json", in: broker.resources())
        for balancer in broker.desired.hosts where balancer.role == .loadbalancer {
            #expect(targets.contains("\"\(balancer.address):8404\""))
        }
        broker.desired.hosts.removeAll { $0.role == .manage }
        #expect(try !text("wlb02:/etc/haproxy/haproxy.cfg", in: broker.resources()).contains("metrics_frontend"))
    }
}
