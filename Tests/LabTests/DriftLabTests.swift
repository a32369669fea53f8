import Foundation
import Testing

/// What people do to hosts by hand: each is found and named by `isobar drift`,
/// told apart from what git changed, and mended by `isobar apply`.
@Suite("Drift on the lab", .serialized)
struct DriftLabTests {
    /// One thing done by hand.
    private struct Accident {
        var host: String
        var command: String
        var resource: String
        var nature: String
    }

    private struct Report: Decodable {
        struct Finding: Decodable {
            var resource: String
            var nature: String
            var sentence: String
        }
        var findings: [Finding]
        var pending: [Pending]
        struct Pending: Decodable { var resource: String }
    }

    @Test("Every accident is found under its name, told apart from pending changes, and mended")
    func accidents() async throws {
        let broker = try await FaultyBroker.converged()
        let accidents = try await accidents(on: broker.lab)
        for accident in accidents {
            let ended = try await broker.lab.command("exec", accident.host, "sh", "-c", accident.command)
            try #require(ended.status == 0, "\(accident.command): \(ended.output)\(ended.errorOutput)")
        }
        let drifted = try await broker.controller.isobar("drift", "--format", "json")
        #expect(drifted.status == 3, "\(drifted.errorOutput)")
        let report = try JSONDecoder().decode(Report.self, from: Data(drifted.output.utf8))
        #expect(report.pending.isEmpty)
        for accident in accidents {
            #expect(
                report.findings.contains { $0.resource == accident.resource && $0.nature == accident.nature },
                "\(accident.host): \(accident.command): \(report.findings.filter { $0.resource == accident.resource })")
        }
        let told = Set(accidents.map(\.resource))
        let beside = report.findings.filter { !told.contains($0.resource) && $0.nature != "notServing" }
        #expect(beside.map(\.sentence) == [], "nobody did that")

        // A change in git beside it.
        try await broker.change()
        #expect(try await broker.controller.isobar("drift").status == 4)

        try await broker.controller.apply()
        let mended = try await broker.controller.isobar("drift")
        #expect(mended.status == 0, "\(mended.output)")
        #expect(try await broker.controller.plan().steps.isEmpty)
        #expect(try await broker.lab.on("wmanage", "ls /home/gb/traefik/dynamic/mine.yml").isEmpty)
    }

    @Test("A container of somebody else under a node's name is named and left alone; out of the way, the node gets its own")
    func foreignContainer() async throws {
        let broker = try await FaultyBroker.converged()
        let (lab, controller) = (broker.lab, broker.controller)
        let mine = "waloop01/container/nz-metservice"
        let foreign = try await lab.on("waloop01", "docker run -d --name nz-metservice lab/redis:7.0.15 sleep 3600")
        try controller.write(
            "nodes/nz-metservice.yaml",
            """
            centreId: nz-metservice
            subscribe: {broker: "mqtt://\(lab.subnetPrefix)50:1883", username: everyone, password: everyone}
            placement: {hosts: [waloop01, waloop02]}

            """)
        try await controller.commit("Add nz-metservice")

        let plan = try await controller.plan()
        #expect(plan.conflicts.map(\.resource) == [mine])
        #expect(plan.steps("create", "container") == ["waloop02/container/nz-metservice"])
        let partial = try await controller.apply(status: 1)
        #expect(partial.output.contains(mine) && partial.output.contains("docker rename"), "\(partial.output)")
        #expect(try await lab.containers(on: "waloop01")["nz-metservice"] == foreign)
        #expect(try await lab.containers(on: "waloop02")["nz-metservice"] != nil)
        let drifted = try await controller.isobar("drift", "--format", "json")
        let report = try JSONDecoder().decode(Report.self, from: Data(drifted.output.utf8))
        // The last applied commit did not want it: that is what plans tell, and no drift.
        #expect(!report.findings.contains { $0.resource == mine }, "\(drifted.output)")

        // What the plan told to do.
        try await lab.on("waloop01", "docker rename nz-metservice theirs")
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        try controller.write("nodes/nz-metservice.yaml", nil)
        try await controller.commit("Remove nz-metservice")
        try await controller.apply()
        let after = try await lab.containers(on: "waloop01")
        #expect(after["nz-metservice"] == nil && after["theirs"] == foreign)
        try await lab.on("waloop01", "docker rm -f theirs")
    }

    /// On one host only, so that no node loses both its instances.
    private func accidents(on lab: Lab) async throws -> [Accident] {
        let nodes = try await lab.containers(on: "waloop01").keys
            .filter { !["redis", "traefik"].contains($0) && !FaultyBroker.nodes.contains($0) }.sorted()
        try #require(nodes.count >= 9)
        func container(_ number: Int, _ command: String, _ nature: String) -> Accident {
            Accident(
                host: "waloop01", command: command.replacingOccurrences(of: "NODE", with: nodes[number]),
                resource: "waloop01/container/\(nodes[number])", nature: nature)
        }
        func route(_ number: Int, _ command: String, _ nature: String) -> Accident {
            let file = "/home/gb/traefik/dynamic/\(nodes[number]).yml"
            return Accident(
                host: "wmanage", command: command.replacingOccurrences(of: "FILE", with: file),
                resource: "wmanage/file\(file)", nature: nature)
        }
        return [
            container(0, "docker stop -t 1 NODE", "stopped"),
            container(1, "docker rm -f NODE", "missing"),
            container(
                2,
                "docker rm -f NODE && docker run -d --name NODE --network traefik -e FOO=bar lab/redis:7.0.15 sleep 3600",
                "recreated"),
            container(3, "docker rename NODE NODE-old", "renamed"),
            container(4, "docker network disconnect traefik NODE", "networkDetached"),
            Accident(
                host: "wbroker01",
                command: "printf 'FROM lab/redis:7.0.15\\nLABEL moved=yes\\n' | docker build -q -t lab/redis:7.0.15 -",
                resource: "wbroker01/container/redis", nature: "imageMoved"),
            route(5, "echo '# by hand' >>FILE", "contentEdited"),
            route(6, "rm FILE", "deleted"),
            route(7, "chmod 600 FILE", "modeChanged"),
            route(8, "chown root FILE", "ownerChanged"),
            Accident(
                host: "wmanage", command: "echo 'http: {}' >/home/gb/traefik/dynamic/mine.yml",
                resource: "wmanage/traefik/routes", nature: "foreignFile"),
            // A file can be told from what a process read in an earlier second.
            Accident(
                host: "wlb01",
                command: """
                    cd /etc/haproxy && cp -p haproxy.cfg /root/kept && sed -i 's/server wbroker03 /server byhand /' haproxy.cfg \
                    && systemctl reload haproxy && sleep 2 && mv /root/kept haproxy.cfg
                    """, resource: "wlb01/haproxy/configuration", nature: "otherConfigurationLoaded"),
            // Another time is enough: nobody can tell whether Prometheus has read this content.
            Accident(
                host: "wmanage", command: "touch /home/gb/prometheus/prometheus.yml",
                resource: "wmanage/prometheus/configuration", nature: "otherConfigurationLoaded"),
            Accident(
                host: "wlb02",
                command: "echo 'set server mqtt_backend/wbroker01 state maint' | socat stdio /run/haproxy/admin.sock",
                resource: "wlb02/haproxy/configuration", nature: "inMaintenance"),
        ]
    }
}
