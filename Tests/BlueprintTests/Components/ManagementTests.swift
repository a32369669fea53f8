import BrokerModel
import Foundation
import Testing

@testable import Blueprint

@Suite struct ManagementTests {
    private let path = "wmanage:/home/gb/traefik/dynamic/fr-meteofrance.yml"

    @Test func everyAntiloopHostIsAskedWhereTheyAreFew() throws {
        let text = try text(path, in: SampleBroker.small().resources())
        #expect(urls(text) == ["http://192.168.0.4", "http://192.168.0.5", "http://192.168.0.6"])
    }

    /// The checks grow with nodes times hosts.
    @Test func onlyPlacesOfTheNodeAreAskedWhereTheyAreMany() throws {
        var broker = try SampleBroker.small()
        for number in 4...7 {
            var host = broker.desired.hosts[3]
            host.name = try #require(HostName("waloop0\(number)"))
            host.address = "2001:db8::\(number)"
            broker.desired.hosts.append(host)
        }
        let hosts = try ["waloop02", "waloop07"].map { try #require(HostName($0)) }
        broker.placement.hosts[broker.desired.nodes[1].centreID] = hosts
        let text = try text(path, in: broker.resources())
        #expect(urls(text) == ["http://192.168.0.5", "http://[2001:db8::7]"])
    }

    @Test func prometheusKeepsItsDataOutsideTheContainer() throws {
        let container = try container("wmanage/prometheus", in: SampleBroker.small().resources())
        #expect(container.mounts.contains(Mount(source: "/home/gb/prometheus/data", target: "/prometheus")))
        #expect(container.user == "1000:1000")
    }

    private func urls(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            line.range(of: "url: ").map { String(line[$0.upperBound...].dropFirst().dropLast()) }
        }
    }
}
