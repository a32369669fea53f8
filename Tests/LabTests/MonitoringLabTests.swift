import Foundation
import Testing

/// Prometheus, Grafana and Portainer of a converged broker, seen from outside
/// and from the host.
@Suite("Monitoring on the lab", .serialized)
struct MonitoringLabTests {
    private struct Answer<Value: Decodable>: Decodable {
        var status: String
        var data: Value
    }

    private struct Targets: Decodable {
        struct Target: Decodable {
            var labels: [String: String]
            var scrapeUrl: String
            var health: String
            var lastError: String
        }
        var activeTargets: [Target]
    }

    private struct Groups: Decodable {
        struct Group: Decodable {
            var name: String
        }
        var groups: [Group]
    }

    private struct Samples: Decodable {
        struct Sample: Decodable {
            var metric: [String: String]
        }
        var result: [Sample]
    }

    @Test("Everything is scraped, every rule is loaded, and dashboards and alerts ask for metrics there are")
    func scraped() async throws {
        let broker = try await FaultyBroker.converged()
        try await eventually("every target is up", within: .seconds(120)) {
            let targets: Targets = try await prometheus("targets?state=active", broker.lab)
            return targets.activeTargets.allSatisfy { $0.health == "up" }
        }
        let targets: Targets = try await prometheus("targets?state=active", broker.lab)
        let jobs = Dictionary(grouping: targets.activeTargets) { $0.labels["job"] ?? "" }
        #expect(jobs["hosts"]?.count == 9 && jobs["redis"]?.count == 6 && jobs["emqx"]?.count == 3)
        #expect(jobs["haproxy"]?.count == 2 && jobs["traefik"]?.count == 4 && jobs["prometheus"]?.count == 1)
        #expect(jobs["ca-eccc-msc"]?.count == 1 && (jobs["instances"]?.count ?? 0) > 10)

        let loaded: Groups = try await prometheus("rules", broker.lab)
        let root = broker.lab.root
        let rules = try String(contentsOfFile: root + "/deploy/prometheus/isobar.rules.yml", encoding: .utf8)
        let names = rules.matches(of: /- name: ([a-z-]+)/).map { String($0.output.1) }
        #expect(loaded.groups.map(\.name).sorted() == names.sorted())

        // The controller's are in docs/monitoring.md; here nobody serves them.
        let asked = try asked(in: root, rules)
        #expect(asked.count > 25)
        try await eventually("every metric that is asked for is there", within: .seconds(120)) {
            let known: [String] = try await prometheus("label/__name__/values", broker.lab)
            return asked.subtracting(known).isEmpty
        }
    }

    @Test("The service is scraped where broker.yaml says it listens")
    func service() async throws {
        let broker = try await FaultyBroker.converged()
        let gateway = broker.lab.subnetPrefix + "1"
        let free = try await Shell.run(
            "/usr/bin/python3",
            ["-c", "import socket; s = socket.socket(); s.bind(('\(gateway)', 0)); print(s.getsockname()[1])"])
        let address = gateway + ":" + free.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let before = try broker.controller.read("broker.yaml")
        try broker.controller.replace(
            "monitoring:\n", with: "monitoring:\n  isobar: \"\(address)\"\n", in: "broker.yaml")
        try await broker.controller.commit("Prometheus scrapes the controller")
        try await broker.controller.apply()

        let controller = try broker.controller.with(configuration: "scraped.yaml") { lines in
            lines.append("server: {listen: \"\(address)\"}")
        }
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let service = try RunningProgram(program, ["serve"], environment: ["ISOBAR_CONFIG": controller.configuration])
        defer { service.send(SIGKILL) }
        try await eventually("the controller's figures are there", within: .seconds(120)) {
            try #require(service.status == nil, "it ended: \(service.errorOutput)")
            let reached: Samples = try await prometheus("query?query=isobar_host_reached==1", broker.lab)
            let up: Samples = try await prometheus("query?query=up%7Bjob=%22isobar%22%7D==1", broker.lab)
            return reached.result.count == 9 && up.result.count == 1
        }
        service.send(SIGTERM)
        #expect(try await service.end() == 0)
        try broker.controller.write("broker.yaml", before)
        try await broker.controller.commit("It does not")
        try await broker.controller.apply()
        #expect(try await broker.controller.plan().steps.isEmpty)
    }

    /// Names of metrics in the queries of dashboards and rules.
    private func asked(in root: String, _ rules: String) throws -> Set<String> {
        let boards = try FileManager.default.contentsOfDirectory(atPath: root + "/deploy/grafana/dashboards").map {
            try String(contentsOfFile: root + "/deploy/grafana/dashboards/" + $0, encoding: .utf8)
        }
        let queries =
            boards.flatMap { $0.matches(of: /"expr": "((?:[^"\\]|\\.)*)"/).map { String($0.output.1) } }
            + rules.split(separator: "\n").filter { $0.contains("expr: ") }.map(String.init)
        let scraped = /\b(?:wmo|antiloop|emqx|haproxy|redis|node|prometheus|traefik)_[a-zA-Z0-9_]+/
        let recorded = /\b(?:centre_id|host):[a-z0-9_:]+/
        return Set(
            queries.flatMap { query in
                (query.matches(of: scraped) + query.matches(of: recorded)).map { String($0.output) }
            })
    }

    private func prometheus<Value: Decodable>(_ path: String, _ lab: Lab) async throws -> Value {
        let text = try await lab.on("wmanage", "curl -s 'http://127.0.0.1:9090/api/v1/\(path)'")
        return try JSONDecoder().decode(Answer<Value>.self, from: Data(text.utf8)).data
    }

    @Test("Global Monitors read the WIS2 metrics over TLS, no others; a new password needs no restart")
    func globalMonitors() async throws {
        let broker = try await FaultyBroker.converged()
        let before = try await broker.lab.containers(on: "wmanage")
        let password = "lab \(UInt32.random(in: 0...UInt32.max))"
        let set = try await Shell.run(
            "/bin/sh",
            [
                "-c",
                """
                printf 'monitor:%s\\n' "$(openssl passwd -apr1 "$1")" | "$0" secret set monitor-users --path "$2"
                """, try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"]), password,
                broker.controller.state,
            ])
        try #require(set.status == 0, "\(set.errorOutput)")
        try await broker.controller.commit("Another password for the monitors")
        try await broker.controller.apply()
        #expect(try await broker.lab.containers(on: "wmanage") == before)

        let flag = "wmo_wis2_gb_connected_flag"
        try await eventually("the new password counts", within: .seconds(15)) {
            try await scrape(broker.lab, "monitor:\(password)", flag).hasSuffix("\n200")
        }
        let metrics = try await scrape(broker.lab, "monitor:\(password)", flag)
        #expect(metrics.contains("\(flag){") && metrics.contains("report_by=\"xa-isobar-global-broker\""), "\(metrics)")
        #expect(try await scrape(broker.lab, "monitor:wrong", flag).hasSuffix("\n401"))
        #expect(try await scrape(broker.lab, nil, flag).hasSuffix("\n401"))
        #expect(try await scrape(broker.lab, "monitor:\(password)", "node_load1").hasSuffix("\n404"))
        #expect(try await scrape(broker.lab, "monitor:\(password)", flag, scheme: "http").hasSuffix("\n404"))
    }

    private func scrape(
        _ lab: Lab, _ user: String?, _ selector: String, scheme: String = "https"
    ) async throws -> String {
        let address = try lab.address("wmanage")
        let credentials = user.map { ["-u", $0] } ?? []
        return try await Shell.run(
            "/usr/bin/curl",
            ["-sk", "-w", "\n%{http_code}", "-G", "--data-urlencode", "match[]=\(selector)"] + credentials
                + ["\(scheme)://\(address)/federate"]
        ).output
    }

    @Test("Grafana has its dashboards and its data, Portainer its agents, by the secrets they were given")
    func pages() async throws {
        let broker = try await FaultyBroker.converged()
        // Their passwords count at a first start: which may have been with others.
        try await broker.lab.on(
            "wmanage", "docker rm -f grafana portainer && rm -rf /home/gb/grafana/data/* /home/gb/portainer/data/*")
        try await broker.controller.apply()
        let page = "https://\(try broker.lab.address("wmanage"))"
        let grafana = ["-sk", "-u", "admin:" + (try await secret("grafana-admin", broker)), page + "/grafana/api"]
        try await eventually("Grafana has four dashboards", within: .seconds(30)) {
            let found = try await curl(grafana.dropLast() + [grafana[3] + "/search?type=dash-db"])
            return found.matches(of: /"uid": "isobar-[a-z]+"/).count == 4
        }
        let query = grafana[3] + "/datasources/proxy/uid/isobar-prometheus/api/v1/query?query=up"
        #expect(try await curl(grafana.dropLast() + [query]).contains("\"status\": \"success\""))
        #expect(try await curl(["-sk", "-u", "admin:admin", grafana[3] + "/search"]).contains("Invalid"))

        let login = "{\"Username\":\"admin\",\"Password\":\"\(try await secret("portainer-admin", broker))\"}"
        let token = try await curl(["-sk", "-d", login, page + "/portainer/api/auth"])
        let jwt = try #require(token.firstMatch(of: /"jwt": "([0-9a-f]+)"/)?.output.1)
        for host in Lab.withEngine {
            let agent = "\(try broker.lab.address(host)):9001"
            let answer = try await curl(
                ["-sk", "-H", "Authorization: Bearer \(jwt)", page + "/portainer/api/standin/agent?url=\(agent)"])
            #expect(answer.contains("\"status\": 204"), "\(host): \(answer)")
            #expect(try await curl(["-s", "-o", "/dev/null", "-w", "%{http_code}", "http://\(agent)/ping"]) == "403")
        }
    }

    private func curl(_ arguments: [String]) async throws -> String {
        try await Shell.run("/usr/bin/curl", arguments).output
    }

    private func secret(_ name: String, _ broker: FaultyBroker) async throws -> String {
        let directory = broker.controller.directory
        return try await Shell.run(
            "/usr/bin/age",
            ["--decrypt", "--identity", directory + "/age.key", "\(broker.controller.state)/secrets/\(name).age"]
        ).output.trimmingCharacters(in: .newlines)
    }
}
