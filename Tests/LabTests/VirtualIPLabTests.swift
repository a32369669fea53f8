import Foundation
import Testing

/// The virtual address on the real load balancers, from Debian's default cluster
/// to fail-over. The tests build on each other and run in this order.
@Suite("The virtual address on the lab", .serialized)
struct VirtualIPLabTests {
    let lab: Lab
    let controller: ControllerFixture

    init() async throws {
        lab = try Lab()
        controller = try await ControllerFixture(lab)
    }

    @Test("1. Two hosts become one cluster, the address answers MQTT over TLS, a second plan is empty")
    func converge() async throws {
        try await controller.apply()
        let plan = try await controller.plan()
        #expect(plan.steps.isEmpty)
        #expect(try await controller.plan().digest == plan.digest)
        #expect(try await holders().count == 1)
        try await eventually("the virtual address answers", within: .seconds(30)) { try await answers() }
        #expect(try await lab.on("wlb01", "crm_mon -1").contains("Online: [ wlb01 wlb02 ]"))
    }

    static let drifts = [
        ("a left-over constraint", "pcs resource move-with-constraint ip_gb wlb02", "update"),
        ("a node in standby", "pcs node standby wlb02", "update"),
        ("an unmanaged address", "pcs resource unmanage ip_gb", "update"),
        ("a stopped address", "pcs resource disable ip_gb --wait=30", "update"),
        ("HAProxy unmanaged", "pcs resource unmanage haproxy", "update"),
        ("another address", "pcs resource update ip_gb ip=$(hostname -I | cut -d. -f1-3).222 --wait=30", "update"),
        ("another netmask", "pcs resource update ip_gb cidr_netmask=24 --wait=30", "update"),
        ("another property", "pcs property set no-quorum-policy=stop", "update"),
        ("maintenance", "pcs property set maintenance-mode=true", "update"),
        ("no colocation", "pcs constraint delete colocation-ip_gb-haproxy-clone-INFINITY", "update"),
        ("not started at boot", "pcs cluster disable", "run"),
        ("a stopped cluster", "pcs cluster stop --force", "run"),
        ("another password", "echo hacluster:by-hand | chpasswd", "run"),
    ]

    @Test("2. What hands do to it is seen, said and mended", arguments: drifts)
    func drift(_ name: String, _ command: String, _ action: String) async throws {
        try await lab.on("wlb01", command)
        try await lab.on("wlb01", "crm_resource --wait --timeout=30")
        let plan = try await controller.plan()
        let steps = plan.steps.filter { $0.resource == "cluster/virtual-ip" }
        #expect(steps.map(\.action).contains(action), "\(name): \(plan.steps)")
        #expect(steps.allSatisfy { $0.cause == "drift" })
        #expect(try await controller.isobar("drift").output.contains("the virtual address"))
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await holders().count == 1)
        try await eventually("\(name): the virtual address answers", within: .seconds(30)) { try await answers() }
    }

    @Test("3. HAProxy stopped where the address is: it answers again by itself, and the failure is cleaned up")
    func haproxyStopped() async throws {
        let holder = try #require(try await holders().first)
        try await lab.on(holder, "systemctl stop haproxy")
        try await eventually("the failure is noticed", within: .seconds(30)) {
            try await lab.on(holder, "crm_mon -1").contains("Failed Resource Actions")
        }
        try await eventually("the virtual address answers", within: .seconds(30)) { try await answers() }
        try await eventually("the plan cleans up", within: .seconds(30)) {
            try await controller.plan().steps.map(\.resource) == ["cluster/virtual-ip"]
        }
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await lab.on(holder, "crm_mon -1").contains("Failed Resource Actions") == false)
    }

    @Test("4. The address is changed by a commit, and back")
    func addressChanged() async throws {
        let broker = try controller.read("broker.yaml")
        let old = lab.inventory.virtualAddress
        let new = lab.subnetPrefix + "101"
        try controller.replace("virtualAddress: \(old)", with: "virtualAddress: \(new)", in: "broker.yaml")
        try await controller.commit("Another virtual address")
        // All antiloop instances publish through it and would be replaced, too.
        try await controller.apply("--host", "wlb01", "--host", "wlb02")
        try await eventually("the new address answers", within: .seconds(30)) { try await answers(new) }
        #expect(try await answers(old) == false)
        #expect(try await controller.plan("--host", "wlb01", "--host", "wlb02").steps.isEmpty)
        try controller.write("broker.yaml", broker)
        try await controller.commit("The virtual address of before")
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        try await eventually("the old address answers", within: .seconds(30)) { try await answers() }
    }

    @Test("5. A cluster with something in it that is not ours is never touched")
    func foreignCluster() async throws {
        let file = "/etc/corosync/corosync.conf"
        try await lab.on("wlb02", "sed -i 's/cluster_name: ha_cluster/cluster_name: theirs/' \(file)")
        let plan = try await controller.isobar("plan")
        #expect(plan.output.contains("never destroys"), "\(plan.output)")
        #expect(try await controller.plan().steps.filter { $0.resource == "cluster/virtual-ip" }.isEmpty)
        try await lab.on("wlb02", "sed -i 's/cluster_name: theirs/cluster_name: ha_cluster/' \(file)")
        #expect(try await controller.plan().steps.isEmpty)
    }

    @Test("6. The password of the cluster is nowhere: not in the database, not in a log")
    func passwordIsNowhere() async throws {
        let key = controller.directory + "/age.key"
        let secret = controller.state + "/secrets/hacluster.age"
        let search = """
            age -d -i '\(key)' '\(secret)' | tr -d '\\n' >'\(key).word'
            grep -rlFf '\(key).word' '\(controller.directory)' --exclude=age.key.word
            rm '\(key).word'
            """
        let found = try await Shell.run("/bin/sh", ["-c", search])
        #expect(found.output.isEmpty, "\(found.output)")
    }

    @Test("7. A commit moves the address to the other balancer, and leaves nothing that holds it there")
    func moved() async throws {
        let holder = try #require(try await holders().first)
        let other = holder == "wlb01" ? "wlb02" : "wlb01"
        let broker = try controller.read("broker.yaml")
        try controller.replace("  # preferred: wlb02", with: "  preferred: \(other)", in: "broker.yaml")
        try await controller.commit("Prefer \(other)")
        let steps = try await controller.plan().steps
        #expect(steps.map(\.resource) == ["cluster/virtual-ip"] && steps.map(\.action) == ["run"])
        try await controller.apply()
        #expect(try await holders() == [other])
        #expect(try await lab.on(other, "pcs constraint location").contains("\(other) (score:50)"))
        #expect(try await controller.plan().steps.isEmpty)
        try await eventually("the virtual address answers", within: .seconds(10)) { try await answers() }

        // As a fail-over leaves it: reported, and not moved back.
        try await lab.on(other, "pcs node standby \(other) --wait=30 && pcs node unstandby \(other) --wait=30")
        let drift = try await controller.isobar("drift")
        #expect(drift.status == 3 && drift.output.contains("is on \(holder) and not on \(other)"), "\(drift.output)")
        #expect(try await controller.plan().steps.isEmpty)
        try controller.write("broker.yaml", broker)
        try await controller.commit("Either will do")
        try await controller.apply()
        #expect(try await lab.on(other, "pcs constraint location --full").contains("preferred") == false)
    }

    @Test("8. A third vote comes by a commit, decides when the balancers do not see each other, and goes again")
    func thirdVote() async throws {
        let broker = try controller.read("broker.yaml")
        try controller.replace("  # quorumDevice: wmanage", with: "  quorumDevice: wmanage", in: "broker.yaml")
        try await controller.commit("A third vote")
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        try await eventually("there are three votes", within: .seconds(30)) {
            try await lab.on("wlb01", "corosync-quorumtool -s | grep -c 'Total votes: *3'") == "1"
        }

        let peer = try lab.address("wlb01")
        let rules = "iptables -%c INPUT -s \(peer) -j DROP; iptables -%c OUTPUT -d \(peer) -j DROP"
        try await lab.on("wlb02", rules.replacing("%c", with: "I"))
        let isDecided = await Result.of {
            try await eventually("one balancer has no majority", within: .seconds(40)) {
                var lost = 0
                for host in ["wlb01", "wlb02"]
                where try await lab.on(host, "corosync-quorumtool -s | grep Quorate:").hasSuffix("No") { lost += 1 }
                return lost == 1
            }
            try await eventually("one balancer has the address", within: .seconds(20)) { try await holders().count == 1 }
            try await eventually("the virtual address answers", within: .seconds(20)) { try await answers() }
        }
        try await lab.on("wlb02", rules.replacing("%c", with: "D"))
        try isDecided.get()
        try await eventually("the balancers see each other", within: .seconds(40)) {
            try await lab.on("wlb02", "crm_mon -1").contains("Online: [ wlb01 wlb02 ]")
        }

        try controller.write("broker.yaml", broker)
        try await controller.commit("No third vote")
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await lab.on("wlb01", "corosync-quorumtool -s").contains("2Node"))
        #expect(try await lab.on("wmanage", "systemctl is-active corosync-qnetd || true") == "inactive")
    }

    @Test("9. A balancer gets another address by a commit while the other one serves, and its old one back")
    func balancerWithAnotherAddress() async throws {
        let serving = try #require(try await holders().first)
        let balancer = serving == "wlb01" ? "wlb02" : "wlb01"
        let hosts = try controller.read("hosts.yaml")
        let old = try lab.address(balancer)
        let new = lab.subnetPrefix + "132"
        try await lab.on(balancer, "ip address add \(new)/24 dev eth0")
        try controller.replace("address: \(old),", with: "address: \(new),", in: "hosts.yaml")
        try await controller.commit("\(balancer) moves")
        #expect(try await controller.plan().steps.contains { $0.resource == "cluster/virtual-ip" })
        let members = "corosync-cmapctl -g nodelist.node.0.ring0_addr; corosync-cmapctl -g nodelist.node.1.ring0_addr"

        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await lab.on(serving, members).contains("= \(new)"))
        #expect(try await holders() == [serving])
        #expect(try await answers())

        try controller.write("hosts.yaml", hosts)
        try await controller.commit("\(balancer) is back")
        try await controller.apply()
        #expect(try await controller.plan().steps.isEmpty)
        #expect(try await lab.on(serving, members).contains("= \(new)") == false)
        #expect(try await holders() == [serving])
        #expect(try await answers())
        try await lab.on(balancer, "ip address delete \(new)/24 dev eth0")
    }

    // MARK: -

    /// The balancers whose interfaces bear the address.
    private func holders() async throws -> [String] {
        var holders: [String] = []
        for host in ["wlb01", "wlb02"]
        where try await lab.on(host, "ip -4 -o addr show").contains(" \(lab.inventory.virtualAddress)/") {
            holders.append(host)
        }
        return holders
    }

    private func answers(_ address: String? = nil) async throws -> Bool {
        let program = """
            import socket, ssl, sys
            context = ssl._create_unverified_context()
            with socket.create_connection((sys.argv[1], 8883), timeout=5) as raw:
                with context.wrap_socket(raw) as connection:
                    connection.sendall(b"\\x10\\x10\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x04test")
                    sys.stdout.write(connection.recv(1).hex())
            """
        let target = address ?? lab.inventory.virtualAddress
        return try await Shell.run("/usr/bin/python3", ["-c", program, target]).output.contains("20")
    }
}
