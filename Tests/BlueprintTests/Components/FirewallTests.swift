import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// Printed firewall rules: nft itself reads them.
@Suite("Firewall rules")
struct FirewallTests {
    private func rules(
        _ name: String, controllers: [String] = ["192.0.2.7"], _ change: (inout DesiredState) -> Void = { _ in }
    ) throws -> String {
        var desired = try SampleBroker.small().desired
        change(&desired)
        let host = try unwrap(desired.hosts.first { $0.name.text == name })
        return try FirewallRuleSet(for: host, of: desired, controllers: controllers).text
    }

    /// Has nft read and judge a rule set without loading it, in a network of its
    /// own.
    private func judge(_ text: String) async throws -> Program.Result {
        try await withTemporaryDirectory { directory in
            try text.write(to: directory.appending(path: "rules"), atomically: true, encoding: .utf8)
            return try Program.run("unshare", "-rn", "/usr/sbin/nft", "-c", "-f", "rules", in: directory)
        }
    }

    @Test("nft takes the rules of every role", arguments: ["wbroker01", "waloop01", "wlb01", "wmanage"])
    func everyRole(_ name: String) async throws {
        let judged = try await judge(try rules(name))
        #expect(judged.status == 0, "\(judged.output)")
    }

    @Test("nft takes ranges that overlap, IPv6, and loading twice")
    func mixture() async throws {
        let text = try rules("wlb01", controllers: ["10.0.0.0/8", "10.1.0.0/16", "fd00::1", "fd00::/64", "10.1.2.3"]) {
            guard case .managed(var settings) = $0.broker.loadBalancer else { return }
            settings.dashboardAllowedFrom = ["192.168.0.0/16", "192.168.7.0/24"]
            $0.broker.loadBalancer = .managed(settings)
            for index in $0.hosts.indices where $0.hosts[index].name.text == "wlb02" {
                $0.hosts[index].address = "fd00::32"
            }
        }
        let judged = try await judge(text + text)
        #expect(judged.status == 0, "\(judged.output)")
        #expect(text.contains("ip6 saddr { fd00::32/128 } tcp dport { 2224 } accept"))
    }

    @Test("What a host does not serve is not let in, and SSH only from where it must be")
    func contents() throws {
        let broker = try rules("wbroker01")
        #expect(broker.contains("policy drop;"))
        #expect(broker.contains("tcp dport { 1883, 8083 } accept"))
        #expect(!broker.contains("8883") && !broker.contains("2224"))
        let desired = try SampleBroker.small().desired
        let manager = try unwrap(desired.hosts(.manage).first).address
        #expect(broker.contains("ip saddr { 192.0.2.7/32, \(manager)/32 } tcp dport { 22 } accept comment \"SSH\""))
        #expect(!broker.contains("\n        tcp dport { 22 }"))
        let balancer = try rules("wlb01")
        #expect(balancer.contains("\n        tcp dport { 443, 8883 } accept"))
        #expect(balancer.contains("udp dport { 5405 } accept"))
        #expect(!balancer.contains("6379"))
    }

    @Test("A port that containers publish is for DOCKER-USER")
    func published() throws {
        let text = try rules("waloop01")
        let rules = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
        #expect(!rules.contains("dport { 80 }"))
        #expect(
            text.contains("iptables -I DOCKER-USER -p tcp -m conntrack --ctorigdstport 80 --ctdir ORIGINAL -j DROP"))
    }

    @Test("SSH on another port is let in there")
    func sshPort() throws {
        let text = try rules("wbroker01") { desired in
            for index in desired.hosts.indices { desired.hosts[index].access.port = 2222 }
        }
        #expect(text.contains("tcp dport { 2222 } accept comment \"SSH\""))
        #expect(!text.contains("dport { 22 }"))
    }

    @Test("Hostile texts are refused, or are no part of a rule", arguments: HostileTexts.all)
    func hostile(_ text: String) async throws {
        let mark = { (rules: String) in rules.split(separator: "\n").filter { !$0.hasPrefix("#") }.count }
        let expected = mark(try rules("wlb01"))
        for change in [
            { (desired: inout DesiredState) in
                for index in desired.hosts.indices where desired.hosts[index].name.text == "wlb02" {
                    desired.hosts[index].address = text
                }
            },
            { (desired: inout DesiredState) in
                guard case .managed(var settings) = desired.broker.loadBalancer else { return }
                settings.dashboardAllowedFrom = [text]
                desired.broker.loadBalancer = .managed(settings)
            },
        ] {
            guard let made = try? rules("wlb01", change) else { continue }
            #expect(mark(made) == expected, "\(made)")
        }
        #expect(throws: Failure.self) { try rules("wlb01", controllers: [text]) }
    }
}
