import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// Against the real Traefik.
@Suite(.serialized) struct TraefikTests {
    @Test func managementRoutesAreEnabled() async throws {
        let broker = try await withTemporaryDirectory { directory in
            var broker = try SampleBroker.twenty().onLoopback
            broker.secrets[try SampleBroker.name("manage-certificate")] = Secret(try makeCertificate(in: directory))
            return broker
        }
        let resources = try broker.resources()
        try await serve("wmanage", resources) { server in
            let routers = try await server.routers(41)
            for router in routers {
                #expect(router.status == "enabled" && router.error == nil, "\(router)")
            }
            let wanted = try #require(resources.first { $0.address.description == "wmanage/traefik/routes" })
            let specification = try #require(wanted.specification as? TraefikSpecification)
            #expect(routers.map(\.name).sorted() == specification.routers)
            #expect(try await server.middlewares().map(\.status) == ["enabled"])
        }
    }

    /// The rule about clients is what decides: an admitted client learns that
    /// no server is there (502 or 503), another one that no route is (404).
    @Test(arguments: [
        (["127.0.0.0/8"], [502, 503]), (["192.168.0.0/16"], [404]), ([], [404]),
        (["::1/128", "127.0.0.1/32"], [502, 503]),
    ])
    func onlyAllowedClientsReachTheMetrics(ranges: [String], statuses: [Int]) async throws {
        var broker = try SampleBroker.small().onLoopback
        broker.desired.broker.traefik = TraefikSettings(allowedClients: ranges)
        try await serve("wmanage", try broker.resources()) { server in
            _ = try await server.routers(6)
            let status = try await server.status(path: "/ca-eccc-msc/metrics")
            #expect(statuses.contains(status), "\(status)")
            #expect(try await server.status(path: "/ca-eccc-msc/admin/") == 404)
            #expect(try await server.status(path: "/ca-eccc-ms/metrics") == 404)
        }
    }

    /// The labels, given as a file because no engine is here.
    @Test func antiloopLabelsMakeARoute() async throws {
        var broker = try SampleBroker.small().onLoopback
        broker.desired.broker.traefik.allowedClients = ["127.0.0.0/8"]
        let resources = try broker.resources()
        let labels = try container("waloop02/ca-eccc-msc", in: resources).labels
        let prefix = "traefik.http.routers.ca-eccc-msc"
        let router: YAMLValue = [
            "rule": .text(try unwrap(labels["\(prefix).rule"])),
            "entryPoints": [.text(try unwrap(labels["\(prefix).entrypoints"]))],
            "middlewares": [.text(try unwrap(labels["\(prefix).middlewares"]))],
            "service": "api@internal",
        ]
        let file = YAMLDocument(["http": ["routers": ["ca-eccc-msc": router]]]).contents.redacted
        try await serve("waloop02", resources, extra: ["labels.yml": file]) { server in
            let routers = try await server.routers(2)
            #expect(routers.allSatisfy { $0.status == "enabled" }, "\(routers)")
            #expect(
                Set(try await server.middlewares().map(\.name)) == [
                    "stripca-eccc-msc@file", "stripfr-meteofrance@file",
                ])
            // The prefix is gone when the request arrives at the API.
            #expect(try await server.status(path: "/ca-eccc-msc/api/version") == 200)
            #expect(try await server.status(path: "/fr-meteofrance/api/version") == 404)
        }
    }

    /// Traefik runs dynamic files through Go's templates; ours hold none.
    @Test func templatesInSecretsStayText() async throws {
        var broker = try SampleBroker.small().onLoopback
        let hostile = "admin:{{env`PATH`}}\nother:{{/*\\\"`$x\n"
        broker.secrets[try SampleBroker.name("traefik-users")] = Secret(hostile)
        broker.desired.broker.traefik.certificate = nil
        try await serve("wmanage", try broker.resources()) { server in
            let routers = try await server.routers(8)
            #expect(routers.allSatisfy { $0.status == "enabled" }, "\(routers)")
            let users = try await server.raw("/api/http/middlewares/administrators@file")
            #expect(users.contains("basicAuth"))
            #expect(!users.contains("/usr/bin"))
        }
    }

    /// A rule as the incumbent published six of them is noticed.
    @Test func noticesAnUnbalancedRule() async throws {
        let file = YAMLDocument([
            "http": ["routers": ["bad": ["rule": "(PathPrefix(`/a/`)", "service": "api@internal"]]]
        ]).contents.redacted
        try await serve("wmanage", [], extra: ["bad.yml": file]) { server in
            let routers = try await server.routers(1)
            #expect(routers[0].status == "disabled" && routers[0].error != nil)
        }
    }

    /// Runs Traefik with a host's files as rendered.
    private func serve(
        _ host: String,
        _ resources: [Resource],
        extra: [String: String] = [:],
        _ body: (TraefikServer) async throws -> Void
    ) async throws {
        let prefix = "\(host):/home/gb/traefik/"
        let configuration =
            resources.isEmpty
            ? TraefikStatic.management.redacted : try text(prefix + "traefik.yml", in: resources)
        try await withTemporaryDirectory { directory in
            for (key, file) in files(resources) where key.hasPrefix(prefix + "dynamic/") {
                let name = String(key.dropFirst((prefix + "dynamic/").count))
                try file.contents.withRevealed { try Data($0.utf8).write(to: directory.appending(path: name)) }
            }
            for (name, text) in extra { try Data(text.utf8).write(to: directory.appending(path: name)) }
            try await TraefikServer.with(configuration, dynamic: directory, body)
        }
    }
}

extension SampleBroker {
    /// The same with antiloop hosts on loopback addresses where nobody
    /// answers, as Traefik checks their health.
    fileprivate var onLoopback: SampleBroker {
        var broker = self
        for index in broker.desired.hosts.indices where broker.desired.hosts[index].role == .antiloop {
            broker.desired.hosts[index].address = "127.1.0.\(index + 1)"
        }
        return broker
    }
}
