import Foundation
import Testing

/// The whole program on nine real hosts, from bare to converged and through the
/// changes operators make. The tests build on each other's broker and run in
/// this order.
@Suite("The whole broker on the lab", .serialized)
struct BrokerLabTests {
    let lab: Lab
    let controller: ControllerFixture

    init() async throws {
        lab = try Lab()
        controller = try await ControllerFixture(lab)
        // An election needs what it needs; the demo's other times are long.
        try await Self.shorten(controller)
        try await Canaries(controller: controller).plant()
    }

    /// Gives the sample short limits, once.
    private static func shorten(_ controller: ControllerFixture) async throws {
        let broker = try controller.read("broker.yaml")
        guard !broker.contains("# tests") else { return }
        let kept = broker.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("rollout:") }
        try controller.write(
            "broker.yaml",
            kept.joined(separator: "\n")
                + "\nrollout: {healthTimeoutSeconds: 40, electionWindowSeconds: 20, nodesAtOnce: 20, maxDeletes: 5, canary: 0} # tests\n")
        try await controller.commit("Limits for tests")
    }

    @Test("1. Looking at bare hosts changes nothing on them")
    func looking() async throws {
        let before = try await lab.on("waloop01", "find /home/gb /usr/local /etc /var/lib/isobar -newermt '-1 hour' 2>/dev/null | sort | sha256sum; docker ps -aq | wc -l")
        let plan = try await controller.plan()
        #expect(plan.steps("create", "container").count > 40)
        #expect(plan.unreachable.isEmpty)
        let after = try await lab.on("waloop01", "find /home/gb /usr/local /etc /var/lib/isobar -newermt '-1 hour' 2>/dev/null | sort | sha256sum; docker ps -aq | wc -l")
        #expect(before == after)
    }

    @Test("2. Bare hosts converge, and a second plan is empty")
    func converge() async throws {
        // Bare hosts get every secret there is.
        let canaries = Canaries(controller: controller)
        let watch = try await CommandLineWatch(canaries)
        let applied = try await controller.apply()
        try await watch.finish()
        try await canaries.expectNone(in: applied.output + applied.errorOutput, of: "what apply printed")
        let plan = try await controller.isobar("plan", "--detailed-exitcode")
        #expect(plan.status == 0, "\(plan.output)\(plan.errorOutput)")
        #expect(plan.output.contains("Nothing to do"))
        // The same world gives the same digest.
        #expect(try await controller.plan().digest == controller.plan().digest)

        let status = try await controller.isobar("status", "--format", "json")
        #expect(status.status == 0)
        #expect(status.output.contains("\"pending\" : 0"))
    }

    @Test("3. Traffic reaches one instance of a node through Traefik, and HAProxy serves TLS to the brokers")
    func serves() async throws {
        let manage = try lab.address("wmanage")
        // Elections take up to 18 s: wait for the route, not for the clock.
        try await eventually("wmanage answers for the node", within: .seconds(60)) {
            try await Shell.run("/usr/bin/curl", ["-sf", "http://\(manage)/ca-eccc-msc/metrics"]).output
                .contains("wmo_wis2_gb_connected_flag{")
        }
        for balancer in ["wlb01", "wlb02"] {
            let address = try lab.address(balancer)
            try await eventually("\(balancer) answers MQTT over TLS", within: .seconds(30)) {
                try await mqttConnects(to: address)
            }
        }
    }

    @Test("3a. Each message of each node comes to a subscriber on 8883 and to one on 443, once")
    func relays() async throws {
        let said = try await Shell.run(
            lab.root + "/scripts/measure-reliability",
            ["--from", "nodes", "--only", "calm", "--controller", controller.directory],
            environment: [
                "ISOBAR_LAB_PREFIX": lab.inventory.prefix, "ISOBAR_LAB_SUBNET": String(lab.subnetPrefix.dropLast()),
            ])
        try #require(said.status == 0, "\(said.errorOutput)")
        let row = try #require(said.output.split(separator: "\n").first { $0.hasPrefix("| nothing") })
        let figures = row.split(separator: "|").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        // Sent, to be received, then what was lost or came again, for whatever reason.
        #expect(try #require(Int(figures[0])) > 500)
        #expect(Int(figures[1]) == Int(figures[0]).map { 2 * $0 })
        #expect(figures[2..<8] == ["0", "0", "0", "0", "0", "0"], "\(row)")
    }

    @Test("4. One more node: exactly its own resources are created, nothing else is touched")
    func addNode() async throws {
        let before = try await lab.allContainers()
        try controller.write(
            "nodes/nz-metservice.yaml",
            """
            centreId: nz-metservice
            subscribe: {broker: "mqtt://192.168.77.50:1883", username: everyone, password: everyone}
            placement: {hosts: [waloop01, waloop02]}

            """.replacingOccurrences(of: "192.168.77.", with: lab.subnetPrefix))
        try await controller.commit("Add nz-metservice")
        let plan = try await controller.plan()
        #expect(plan.steps("create", "container") == ["waloop01/container/nz-metservice", "waloop02/container/nz-metservice"])
        // Besides what is its own, the lists that Prometheus reads.
        #expect(
            plan.steps.allSatisfy {
                $0.resource.contains("nz-metservice") || $0.action == "run" || $0.resource.hasSuffix("mqtt.json")
                    || $0.resource.hasSuffix("prometheus/targets/instances.json")
            }, "\(plan.steps)")
        try await controller.apply()
        let after = try await lab.allContainers()
        #expect(Set(after.keys).subtracting(before.keys) == ["waloop01/nz-metservice", "waloop02/nz-metservice"])
        for (name, id) in before { #expect(after[name] == id, "\(name) was replaced") }
    }

    @Test("5. A change of one node replaces that node, one instance after the other")
    func changeNode() async throws {
        let before = try await lab.allContainers()
        try controller.replace("centreId: nz-metservice", with: "centreId: nz-metservice\nenvironment: {TZ: Pacific/Auckland}", in: "nodes/nz-metservice.yaml")
        try await controller.commit("Give nz-metservice its time zone")
        let watch = Watch(lab: lab, node: "nz-metservice", hosts: ["waloop01", "waloop02"])
        let fewest = try await watch.fewest { [controller] in
            _ = try await controller.apply("--node", "nz-metservice")
        }
        #expect(fewest >= 1, "both instances were down at the same time")
        #expect(try await controller.plan().steps.isEmpty, "narrowing left something undone")
        let after = try await lab.allContainers()
        let replaced = Set(before.filter { after[$0.key] != $0.value }.keys)
        #expect(replaced == ["waloop01/nz-metservice", "waloop02/nz-metservice"])
        #expect(try await lab.on("waloop01", "docker exec nz-metservice env").contains("TZ=Pacific/Auckland"))
    }

    @Test("6. A node switched off goes, with its files; switched on it comes back")
    func disableNode() async throws {
        try controller.replace("centreId: nz-metservice", with: "centreId: nz-metservice\nenabled: false", in: "nodes/nz-metservice.yaml")
        try await controller.commit("Switch nz-metservice off")
        try await controller.apply()
        for host in ["waloop01", "waloop02", "wmanage"] {
            #expect(try await lab.on(host, "find /home/gb -name '*nz-metservice*'; docker ps -aq --filter name=nz-metservice").isEmpty)
        }
        #expect(try await controller.plan().steps.isEmpty)
        try controller.replace("\nenabled: false", with: "", in: "nodes/nz-metservice.yaml")
        try await controller.commit("Switch nz-metservice on")
        try await controller.apply()
        #expect(try await lab.containers(on: "waloop01")["nz-metservice"] != nil)
    }

    @Test("7. A node removed from git is removed from the hosts; too many deletes are refused")
    func removeNodes() async throws {
        try controller.write("nodes/nz-metservice.yaml", nil)
        try await controller.commit("Remove nz-metservice")
        try await controller.apply()
        #expect(try await lab.containers(on: "waloop01")["nz-metservice"] == nil)

        let before = try await lab.allContainers()
        let nodes = try FileManager.default.contentsOfDirectory(atPath: controller.state + "/nodes").sorted()
        for node in nodes.prefix(8) { try controller.write("nodes/\(node)", nil) }
        try await controller.commit("Remove eight nodes")
        let refused = try await controller.apply(status: 7)
        #expect(refused.errorOutput.contains("--allow-deletes"))
        #expect(try await lab.allContainers() == before)
        _ = try await controller.git("revert", "--no-edit", "HEAD")
        #expect(try await controller.plan().steps.isEmpty)
    }

    @Test("8. A new image for all nodes: no node is ever without an instance")
    func bump() async throws {
        try controller.replace("antiloop-standin:1.0.0", with: "antiloop-standin:1.0.1", in: "versions.yaml")
        try await controller.commit("New antiloop")
        let watch = Watch(lab: lab, node: "hk-hko", hosts: Lab.antiloops)
        let fewest = try await watch.fewest { [controller] in _ = try await controller.apply() }
        #expect(fewest >= 1, "all instances were down at the same time")
        for host in Lab.antiloops {
            // One node names its own image.
            let old = try await lab.on(host, "docker ps --format '{{.Image}} {{.Names}}' | grep standin:1.0.0 | grep -v ca-eccc-msc")
            #expect(old.isEmpty, "\(host) still runs \(old)")
        }
        #expect(try await controller.plan().steps.isEmpty)
    }

    @Test("9. A plan file is carried out only if the hosts are as they were")
    func reviewedPlan() async throws {
        try controller.replace("enabled: true", with: "enabled: false", in: "nodes/ca-eccc-msc.yaml")
        try await controller.commit("Switch ca-eccc-msc off")
        let file = controller.directory + "/change.plan"
        #expect(try await controller.isobar("plan", "--out", file).status == 0)
        let host = try #require(try await placement(of: "ca-eccc-msc").first)
        try await lab.on(host, "docker stop ca-eccc-msc")
        let stale = try await controller.apply(file, status: 5)
        #expect(stale.errorOutput.contains("changed since the review"))
        #expect(try await lab.on(host, "docker ps -a --format '{{.Names}}'").contains("ca-eccc-msc"))

        #expect(try await controller.isobar("plan", "--out", file).status == 0)
        try await controller.apply(file)
        #expect(try await lab.on(host, "docker ps -a --format '{{.Names}}'").contains("ca-eccc-msc") == false)
        _ = try await controller.git("revert", "--no-edit", "HEAD")
        try await controller.apply()
    }

    @Test("10. The database is lost: nothing is touched, nothing restarts")
    func databaseLost() async throws {
        let before = try await lab.allContainers()
        for file in ["isobar.sqlite", "isobar.sqlite-wal", "isobar.sqlite-shm", "installation.key"] {
            try? FileManager.default.removeItem(atPath: controller.directory + "/" + file)
        }
        #expect(try await controller.plan().steps.isEmpty)
        try await controller.apply()
        #expect(try await lab.allContainers() == before)

        // The heads of the ledger before are in the repository: that it was exchanged shows, until it is known why.
        let alarm = try await controller.isobar("audit", "verify")
        #expect(alarm.status == 1 && alarm.errorOutput.contains("isobar audit lost"), "\(alarm.errorOutput)")
        #expect(try await controller.isobar("audit", "lost", "--reason", "a test removed it").status == 0)
        let known = try await controller.isobar("audit", "verify")
        #expect(known.status == 0, "\(known.errorOutput)")
        #expect(known.output.contains("a record says: a test removed it"), "\(known.output)")
    }

    @Test("11. A certificate that HAProxy cannot use goes to no host")
    func brokenCertificate() async throws {
        let address = try lab.address("wlb01")
        let good = try await lab.on("wlb01", "sha256sum /etc/haproxy/certs/*.pem /etc/haproxy/haproxy.cfg")
        let recipients = try controller.read("secrets/recipients.txt").split(separator: "\n").filter { $0.hasPrefix("age1") }
        let name = try #require(try controller.read("broker.yaml").firstMatch(of: /certificate: \{secret: ([a-z-]+)\}/)?.1)
        // A certificate with the key of another: well-formed, and of no use.
        let sealed = try await Shell.run(
            "/bin/sh",
            [
                "-c",
                """
                set -e; d=$(mktemp -d); for n in 1 2; do
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x \
                    -keyout "$d/key$n" -out "$d/certificate$n" 2>/dev/null; done
                cat "$d/certificate1" "$d/key2" | age --encrypt --recipient \(recipients[0]) \
                    --output '\(controller.state)/secrets/\(name).age'
                """,
            ])
        try #require(sealed.status == 0, "\(sealed.errorOutput)")
        try await controller.commit("A broken certificate")
        let failed = try await controller.apply(status: 1)
        #expect(failed.errorOutput.contains("the secret \"\(name)\": the certificate and the private key do not belong together"))
        #expect(try await lab.on("wlb01", "sha256sum /etc/haproxy/certs/*.pem /etc/haproxy/haproxy.cfg") == good)
        #expect(try await mqttConnects(to: address))
        _ = try await controller.git("revert", "--no-edit", "HEAD")
        #expect(try await controller.plan().steps.isEmpty)
    }

    @Test("12. A host with another key than the pinned one is not spoken to")
    func hostKeyChanged() async throws {
        let hosts = try controller.read("hosts.yaml")
        let other = try #require(hosts.firstMatch(of: /wlb02:.*(ssh-ed25519 [A-Za-z0-9+\/=]+)/)?.1)
        let own = try #require(hosts.firstMatch(of: /wbroker03:.*(ssh-ed25519 [A-Za-z0-9+\/=]+)/)?.1)
        try controller.write("hosts.yaml", hosts.replacingOccurrences(of: own, with: other))
        try await controller.commit("A wrong key")
        let plan = try await controller.isobar("plan")
        #expect(plan.status == 1)
        #expect(plan.output.contains("wbroker03"))
        #expect(plan.output.matches(of: /SHA256:[A-Za-z0-9+\/]{43}/).count == 2, "\(plan.output)")
        _ = try await controller.git("revert", "--no-edit", "HEAD")
    }

    @Test("13. One host cannot be reached: the rest converges, exit 8; healed, it is caught up on")
    func hostUnreachable() async throws {
        #expect(try await lab.command("fault", "waloop03", "cut").status == 0)
        try controller.replace("environment: {TZ: UTC}", with: "environment: {TZ: America/Toronto}", in: "nodes/ca-eccc-msc.yaml")
        try await controller.commit("A change while a host is down")
        let partial = try await controller.apply(status: 8)
        #expect(partial.output.contains("waloop03"))
        #expect(try await lab.command("heal", "waloop03").status == 0)
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await lab.on("waloop03", "docker exec ca-eccc-msc env").contains("TZ=America/Toronto"))
    }

    @Test("14. A run is shown as it was; the lock has one holder; usage errors say what to do")
    func commands() async throws {
        let shown = try await controller.isobar("show", "1")
        #expect(shown.status == 0)
        #expect(shown.output.contains("Run 1"))
        #expect(try await controller.isobar("show", "999").status == 1)
        #expect(try await controller.isobar("apply").status == 64)
        #expect(try await controller.isobar("plan", "--host", "nosuch").status == 64)
        #expect(try await controller.isobar("plan", "--nosuch").status == 64)
        #expect(try await controller.isobar("plan", "--ref", "nosuch").status == 1)
        #expect(try await controller.isobar("--config", "/nosuch").status == 64)
    }

    @Test("15. No secret shows on a command line, in what commands print, in logs, or in the database")
    func secretsStayHidden() async throws {
        let canaries = Canaries(controller: controller)
        let watch = try await CommandLineWatch(canaries)
        for name in ["node-password", "traefik-users", "certificate"] { try await canaries.plant(name, version: 2) }
        try await controller.commit("New secrets")
        let host = try #require(try await placement(of: "ca-eccc-msc").first)
        let commands: [[String]] = [
            ["validate", controller.state], ["plan"], ["plan", "--format", "json"], ["plan", "--format", "markdown"],
            ["drift"], ["apply", "--yes", "--format", "json"], ["plan", "--cached", "--format", "json"],
            ["status"], ["status", "--format", "json"], ["drift", "--format", "json"],
            ["observe", "--format", "json"], ["history"], ["history", "--format", "json"], ["history", "--format", "csv"],
            ["show", "1"], ["show", "1", "--format", "json"], ["show", "1", "--format", "csv"],
            ["secret", "list", "--path", controller.state], ["state", "--all", "--format", "json"],
            ["why", "\(host)/container/ca-eccc-msc"],
            ["report", "--since", "1h", "--format", "html"], ["audit", "export"],
            ["audit", "sql", "SELECT * FROM steps", "--format", "json"],
        ]
        var shown: [(what: String, text: String)] = []
        for command in commands {
            let ended = try await controller.isobar(command)
            #expect([0, 2].contains(ended.status), "\(command): \(ended.errorOutput)")
            shown.append(("isobar \(command.joined(separator: " "))", ended.output + ended.errorOutput))
        }
        try await watch.finish()
        #expect(shown.contains { $0.text.contains("(secret, changed)") }, "no plan told of a changed secret")
        shown += try await logs()
        shown.append(("the database", try await database()))
        for (what, text) in shown { try await canaries.expectNone(in: text, of: what) }
        // They are where they belong, so the search was for the right ones.
        let environment = try await lab.on(host, "docker exec ca-eccc-msc env")
        #expect(environment.contains("nodepassword2Canary"))
    }

    @Test("16. A program that dies leaves no core")
    func noCore() async throws {
        let directory = controller.directory + "/cores"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let ended = try await Shell.run(
            "/bin/bash",
            [
                "-c",
                """
                ulimit -c unlimited || exit 7
                cd "$1" || exit 7
                ISOBAR_CONFIG="$2" "$0" plan >/dev/null 2>&1 &
                until grep -qs '^Max core file size *0 *0 ' "/proc/$!/limits"; do kill -0 $! || exit 8; sleep 0.01; done
                kill -ABRT $!
                wait $!
                """, program, directory, controller.configuration,
            ])
        #expect(ended.status == 128 + SIGABRT, "\(ended.errorOutput)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
    }

    // MARK: -

    func placement(of node: String) async throws -> [String] {
        var hosts: [String] = []
        for host in Lab.antiloops where try await lab.containers(on: host)[node] != nil { hosts.append(host) }
        return hosts
    }

    /// Whether a broker behind HAProxy answers an MQTT CONNECT with CONNACK: a
    /// TCP or TLS connection alone would prove nothing.
    private func mqttConnects(to address: String) async throws -> Bool {
        let program = """
            import socket, ssl, sys
            context = ssl._create_unverified_context()
            with socket.create_connection((sys.argv[1], 8883), timeout=5) as raw:
                with context.wrap_socket(raw) as connection:
                    connection.sendall(b"\\x10\\x10\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x04test")
                    sys.stdout.write(connection.recv(1).hex())
            """
        // Python has time limits of its own on everything it waits for.
        let ended = try await Shell.run("/usr/bin/python3", ["-c", program, address])
        return ended.output.contains("20")
    }
}
