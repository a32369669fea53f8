import BrokerModel
import Fleet
import Testing

@testable import Reconciliation

/// What each check makes of what was found out.
@Suite("Doctor")
struct DoctorChecksTests {
    /// Something wrong, and what must be said of it.
    struct Fault: CustomTestStringConvertible, Sendable {
        let name: String
        let level: DoctorLevel
        let check: String
        let host: String?
        let words: [String]
        /// What the advice under the finding has to name.
        let advice: String?
        let make: @Sendable (inout ExaminedWorld) throws -> Void

        init(
            _ name: String, _ level: DoctorLevel, _ check: String, on host: String? = nil, says words: String...,
            advises advice: String? = nil,
            make: @escaping @Sendable (inout ExaminedWorld) throws -> Void
        ) {
            (self.name, self.level, self.check, self.host, self.words) = (name, level, check, host, words)
            self.advice = advice
            self.make = make
        }

        var testDescription: String { name }
    }

    @Test("A healthy broker: nothing to complain of, every check has something to say, exit 0")
    func healthy() throws {
        let world = try ExaminedWorld()
        #expect(try world.complaints == [])
        let document = try world.document
        #expect(document.exitStatus == 0)
        let said = Set((document.hosts.flatMap(\.findings) + document.findings).map(\.check))
        let silent = DoctorChecks.all.map { type(of: $0).name }.filter { !said.contains($0) }
        #expect(silent == [], "nothing was said by \(silent)")
    }

    static let hostFaults: [Fault] = [
        Fault("nobody answers", .unreached, "ssh", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") { $0 = HostExamination(facts: .failure(ExaminedWorld.failure(.hostUnreachable))) }
        },
        Fault("another host key", .problem, "ssh", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") { $0 = HostExamination(facts: .failure(ExaminedWorld.failure(.hostKeyMismatch))) }
        },
        Fault("no sudo", .problem, "sudo", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") { $0 = HostExamination(facts: .failure(ExaminedWorld.failure(.privilegeRefused))) }
        },
        Fault("a helper of another version", .unchecked, "sudo", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") { $0 = HostExamination(facts: .failure(ExaminedWorld.failure(.helperRefused))) }
        },
        Fault("wide sudo beside the helper", .note, "sudo", on: "waloop01", says: "any command") {
            try $0.facts("waloop01") { $0.hasWideRights = true }
        },
        Fault("another system", .note, "system", on: "waloop01", says: "Ubuntu") {
            try $0.facts("waloop01") { $0.release = "Ubuntu 24.04" }
        },
        Fault("no package", .note, "packages", on: "wlb01", says: "pcs") {
            try $0.facts("wlb01") { $0.packages["pcs"] = nil }
        },
        Fault("the engine is stopped", .problem, "docker", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") {
                $0.engine = .failure(ExaminedWorld.failure(.engineUnavailable))
                $0.images = .failure(ExaminedWorld.failure(.engineUnavailable))
            }
        },
        Fault("no engine yet", .unchecked, "docker", on: "waloop01", says: "docker.io is not installed yet") {
            try $0.facts("waloop01") { $0.packages["docker.io"] = nil }
            try $0.host("waloop01") { $0.engine = .failure(ExaminedWorld.failure(.engineUnavailable)) }
        },
        Fault(
            "an image the controller lacks", .problem, "images", on: "waloop01", says: "a/b:1", advises: "put it there"
        ) {
            let image = try #require(ImageReference("a/b:1"))
            try $0.host("waloop01") { $0.images = .success([image: .absent]) }
            $0.examination.supplies = [image: .nowhere("put it there")]
        },
        Fault("an old engine", .problem, "docker", on: "waloop01", says: "1.40", "older") {
            try $0.host("waloop01") {
                $0.engine = .success(
                    EngineFacts(version: "19.03", api: "1.40", storageDriver: "overlay2", rootDirectory: "/x"))
            }
        },
        Fault("a slow storage driver", .note, "docker", on: "waloop01", says: "vfs") {
            try $0.host("waloop01") {
                $0.engine = .success(
                    EngineFacts(version: "24.0", api: "1.44", storageDriver: "vfs", rootDirectory: "/x"))
            }
        },
        Fault("a full disk", .problem, "disk", on: "waloop01", says: "/home", "0 KiB") {
            try $0.facts("waloop01") {
                $0.disks.append(.init(path: "/home/gb", mountPoint: "/home", free: 0, size: 1 << 30))
            }
        },
        Fault("a disk that fills up", .note, "disk", on: "waloop01", says: "3072 MiB") {
            try $0.facts("waloop01") { $0.disks[0].free = 3 << 30 }
        },
        Fault("no room for images", .problem, "disk", on: "waloop01", says: "100 MiB") {
            try $0.facts("waloop01") { $0.disks[0].free = 100 << 20 }
        },
        Fault("no inodes", .problem, "disk", on: "waloop01", says: "12 more files") {
            try $0.facts("waloop01") { $0.disks[0].freeFiles = 12 }
        },
        Fault("a clock far ahead", .problem, "clock", on: "waloop01", says: "60 s ahead") {
            for host in ["waloop01", "waloop02", "wbroker01", "wlb01", "wlb02"] {
                try $0.facts(host) { $0.clock = ExaminedWorld.reading(lead: host == "waloop01" ? .seconds(60) : .zero) }
            }
        },
        Fault("a clock a little behind", .note, "clock", on: "wbroker01", says: "behind the controller's") {
            try $0.facts("wbroker01") { $0.clock = ExaminedWorld.reading(lead: .seconds(-3)) }
        },
        Fault("another address", .problem, "address", on: "waloop01", says: "192.0.2.21 is on none", "192.0.2.77") {
            try $0.facts("waloop01") { $0.interfaces[0].addresses = ["192.0.2.77", "fe80::1"] }
        },
        Fault("another interface", .problem, "address", on: "wlb02", says: "no interface eth0", advises: "ens3") {
            try $0.facts("wlb02") { $0.interfaces[0].name = "ens3" }
        },
        Fault("two machines with one address", .problem, "address", on: "waloop01", says: "02:66", "wbroker01") {
            try $0.reach("wbroker01") { $0.neighbours["192.0.2.21"] = "02:66:00:00:00:01" }
        },
        Fault("a dropped connection", .problem, "ports", on: "waloop01", says: "wbroker01:6379", "drops") {
            try $0.reach("waloop01") { $0.outcomes[.init(address: "192.0.2.11", port: 6379)] = .silent }
        },
        Fault("no way to the virtual address", .problem, "ports", on: "waloop02", says: "192.0.2.100:443,8883") {
            for port in [443, 8883] {
                try $0.reach("waloop02") { $0.outcomes[.init(address: "192.0.2.100", port: port)] = .unreachable }
            }
        },
        Fault("a broker of a node that does not answer", .note, "outside", on: "waloop02", says: "no answer") {
            for target in $0.examination.outside.targets { try $0.reach("waloop02") { $0.outcomes[target] = .silent } }
        },
        Fault("a broker of a node whose name is wrong", .note, "outside", on: "waloop01", says: "no address") {
            let targets = $0.examination.outside.targets
            try $0.reach("waloop01") { $0.outcomes[targets[0]] = .unresolved }
        },
        Fault("corosync's packets are dropped before there is a cluster", .note, "corosync", on: "wlb01", says: "wlb02")
        {
            try $0.facts("wlb01") { $0.interfaces[0].addresses = ["192.0.2.31"] }
            let target = ReachFacts.Target(address: "192.0.2.32", port: 5405, transport: .udp)
            try $0.reach("wlb01") { $0.outcomes[target] = .silent }
        },
        Fault("an open door", .note, "ports", on: "wbroker01", says: "6379", "wlb02") {
            try $0.reach("wlb02") { $0.outcomes[.init(address: "192.0.2.11", port: 6379)] = .open }
        },
        Fault("the trial itself failed", .unchecked, "ports", on: "waloop01", says: "it said no") {
            try $0.host("waloop01") { $0.reach = .failure(ExaminedWorld.failure(.deadlineExceeded)) }
        },
        Fault("the broker's own name", .problem, "names", on: "waloop01", says: "globalbroker.example.org") {
            try $0.host("waloop01") {
                $0.resolver = .success(
                    ResolverFacts(container: "c", outcomes: ["globalbroker.example.org": .unresolved]))
            }
        },
        Fault("the name of a node's broker", .note, "names", on: "waloop01", says: "mqtt.example.ca") {
            try $0.host("waloop01") {
                $0.resolver = .success(ResolverFacts(container: "c", outcomes: ["mqtt.example.ca": .unresolved]))
            }
        },
        Fault("no container yet", .unchecked, "names", on: "waloop01", says: "no container runs yet") {
            try $0.host("waloop01") { $0.resolver = .success(ResolverFacts(container: nil)) }
        },
        Fault("an image nobody has", .problem, "images", on: "waloop01", says: "a/b:1", "it said no") {
            let image = try #require(ImageReference("a/b:1"))
            try $0.host("waloop01") {
                $0.images = .success([image: .unavailable(ExaminedWorld.failure(.imageMissing))])
            }
        },
        Fault("an old HAProxy", .problem, "versions", on: "wlb01", says: "2.2.9", "too old") {
            try $0.facts("wlb01") { $0.programs["haproxy"] = "2.2.9" }
        },
        Fault("a newer HAProxy", .note, "versions", on: "wlb01", says: "3.1.0") {
            try $0.facts("wlb01") { $0.programs["haproxy"] = "3.1.0" }
        },
        Fault("an old Traefik", .problem, "versions", on: "waloop01", says: "Traefik 2.11.0") {
            try $0.facts("waloop01") { $0.programs["traefik"] = "2.11.0" }
        },
    ]

    static let brokerFaults: [Fault] = [
        Fault("a stranger with the virtual address", .problem, "virtual-address", says: "wbroker01", "no load balancer")
        {
            try $0.facts("wlb01") { $0.interfaces[0].addresses = ["192.0.2.31"] }
            try $0.facts("wbroker01") { $0.interfaces[0].addresses.append("192.0.2.100") }
        },
        Fault("both balancers have it", .problem, "virtual-address", says: "wlb01 and wlb02") {
            try $0.facts("wlb02") { $0.interfaces[0].addresses.append("192.0.2.100") }
        },
        Fault("somebody else answers", .problem, "virtual-address", says: "02:66:00:00:00:01") {
            try $0.reach("waloop01") { $0.neighbours["192.0.2.100"] = "02:66:00:00:00:01" }
        },
        Fault("two hosts apart", .problem, "clock", says: "waloop01 and wbroker01", "apart") {
            try $0.facts("waloop01") { $0.clock = ExaminedWorld.reading(lead: .seconds(-5)) }
            try $0.facts("wbroker01") { $0.clock = ExaminedWorld.reading(lead: .seconds(5)) }
        },
        Fault("no repository", .problem, "repository", says: "it said no") {
            $0.examination.repository = .failure(ExaminedWorld.failure(.repositoryUnreachable))
        },
        Fault("no key for the secrets", .problem, "secrets", says: "it said no") {
            $0.examination.secrets = .failure(ExaminedWorld.failure(.secretUnavailable))
        },
        Fault("certificates that could not be looked at", .unchecked, "certificate", says: "not checked") {
            $0.examination.certificates = nil
        },
        Fault("an expired certificate", .problem, "certificate", says: "expired") {
            $0.examination.certificates = [Self.diagnostic(.error, "the certificate expired")]
        },
        Fault("a certificate that soon expires", .note, "certificate", says: "in 9 days") {
            $0.examination.certificates = [Self.diagnostic(.warning, "the certificate expires in 9 days")]
        },
        Fault("a value that fits nowhere", .problem, "desired-state", says: "it said no") {
            $0.examination.rendering = .failure(ExaminedWorld.failure(.desiredStateInvalid))
        },
        Fault("a broken ledger", .problem, "ledger", says: "it said no") {
            $0.examination.ledger = .failure(ExaminedWorld.failure(.ledgerTampered))
        },
        Fault("an old Traefik in versions.yaml", .problem, "versions", says: "Traefik 2.10") {
            $0.examination.desired.versions.traefik = try #require(ImageReference("traefik:v2.10"))
        },
    ]

    private static func diagnostic(_ severity: Diagnostic.Severity, _ message: String) -> Diagnostic {
        Diagnostic(severity, at: SourcePosition(file: "broker.yaml", line: 1), message)
    }

    @Test("What is wrong is found, at its place, and said with what to do", arguments: hostFaults + brokerFaults)
    func fault(_ fault: Fault) throws {
        var world = try ExaminedWorld()
        try fault.make(&world)
        let complaints = try world.complaints
        let found = complaints.filter { $0.check == fault.check && $0.host == fault.host && $0.level == fault.level }
        let finding = try #require(found.first, "\(complaints)")
        for word in fault.words { #expect(finding.message.contains(word), "\(finding.message)") }
        if let advice = fault.advice { #expect(finding.fix?.contains(advice) == true, "\(finding.fix ?? "")") }
        if fault.level == .problem || fault.level == .note {
            #expect(finding.fix != nil || fault.check == "certificate")
        }
        let expected: Int32 =
            complaints.contains { $0.level == .problem } ? 1 : complaints.contains { $0.level == .unreached } ? 8 : 0
        #expect(try world.document.exitStatus == expected)
        #expect((fault.level == .problem) == (expected == 1))
    }

    @Test("A silent host is one finding: no other host is blamed for not reaching it")
    func silentHost() throws {
        var world = try ExaminedWorld()
        let failure = ExaminedWorld.failure(.hostUnreachable)
        try world.host("wbroker01") { $0 = HostExamination(facts: .failure(failure)) }
        for name in ["waloop01", "waloop02"] {
            try world.reach(name) { reach in
                for port in [6379, 16379] { reach.outcomes[.init(address: "192.0.2.11", port: port)] = .silent }
            }
        }
        #expect(try world.complaints.map(\.check) == ["ssh"])
        #expect(try world.document.exitStatus == 8)
    }

    @Test("A port without a listener is no fault")
    func noListener() throws {
        var world = try ExaminedWorld()
        try world.reach("waloop01") { $0.outcomes[.init(address: "192.0.2.11", port: 6379)] = .refused }
        #expect(try world.complaints == [])
        let said = try world.document.hosts.first { $0.name == "waloop01" }?.findings.first { $0.check == "ports" }
        #expect(said?.message.contains("no listener yet: Redis") == true, "\(said?.message ?? "")")
    }

    @Test("Before the first apply nobody has the virtual address, and that is no fault")
    func virtualAddressIsFree() throws {
        var world = try ExaminedWorld()
        try world.facts("wlb01") { $0.interfaces[0].addresses = ["192.0.2.31"] }
        for name in ["waloop01", "waloop02"] {
            try world.reach(name) { reach in
                for port in [443, 8883] { reach.outcomes[.init(address: "192.0.2.100", port: port)] = .unreachable }
            }
        }
        #expect(try world.complaints == [])
    }

    @Test(
        "Names are taken out of URLs, addresses are not asked for",
        arguments: [
            ("mqtts://a.example:8883", ["a.example"]), ("wss://user:pw@B.example/mqtt", ["b.example"]),
            ("mqtt://192.0.2.1:1883", []), ("mqtt://[fd00::1]:1883", []), ("https://$(id)/", []), ("nonsense", []),
            ("mqtt://-x.example", []),
        ])
    func names(_ url: String, _ expected: [String]) throws {
        var desired = try ExaminedWorld().examination.desired
        desired.broker.publish.broker = .literal(url)
        desired.broker.antiloop.environment = [:]
        desired.nodes = []
        #expect(NeededNames(desired).all == expected)
    }
}
