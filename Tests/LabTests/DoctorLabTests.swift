import Foundation
import Testing

/// `isobar doctor` on nine real hosts: nothing to complain of, then one thing
/// after the other broken by hand, found and said, and mended again.
@Suite("isobar doctor on the lab", .serialized)
struct DoctorLabTests {
    private struct Document: Decodable {
        struct Host: Decodable {
            var name: String
            var findings: [Finding]
        }
        struct Finding: Decodable {
            var host: String?
            var check: String
            var level: String
            var message: String
            var fix: String?
        }
        var hosts: [Host]
        var findings: [Finding]
    }

    let lab: Lab
    let controller: ControllerFixture

    init() async throws {
        lab = try Lab()
        controller = try await ControllerFixture(lab)
    }

    /// What is in the way, and the exit status.
    private func examine() async throws -> (problems: [Document.Finding], all: [Document.Finding], status: Int32) {
        let ended = try await controller.isobar("doctor", "--format", "json")
        let document = try JSONDecoder().decode(Document.self, from: Data(ended.output.utf8))
        let all = document.hosts.flatMap(\.findings) + document.findings
        return (all.filter { ["problem", "unreached"].contains($0.level) }, all, ended.status)
    }

    /// Breaks something, expects exactly these findings, and mends it.
    private func broken(
        _ expected: Set<String>, status: Int32 = 1, by fault: () async throws -> Void,
        mend: () async throws -> Void
    ) async throws {
        // What was broken is mended, whatever comes of it.
        let found = await Result.of {
            try await fault()
            return try await examine()
        }
        try await mend()
        let (problems, _, ended) = try found.get()
        #expect(Set(problems.map { "\($0.host ?? "broker") \($0.check)" }) == expected, "\(problems)")
        #expect(problems.allSatisfy { $0.fix != nil })
        #expect(ended == status)
    }

    @Test("1. Nine healthy hosts: exit 0, and nothing on them has changed")
    func healthy() async throws {
        let places =
            "find /etc /home/gb /usr/local /var/lib/isobar \\( -path /home/gb/redis -o -path /home/gb/emqx \\) -prune "
            + "-o -type f -newermt @%s -print 2>/dev/null"
        let since = try await lab.on("waloop01", "sleep 1; date +%s")
        let (problems, all, status) = try await examine()
        #expect(status == 0, "\(problems)")
        #expect(all.contains { $0.check == "ports" && $0.level == "ok" })
        #expect(all.contains { $0.check == "virtual-address" && $0.level == "ok" })
        let touched = try await lab.on("waloop01", places.replacingOccurrences(of: "%s", with: since))
        #expect(touched.isEmpty, "\(touched)")
    }

    @Test("2. A stopped engine, a full disk")
    func engineAndDisk() async throws {
        try await broken(["waloop01 docker", "waloop02 disk"]) {
            _ = try await lab.command("fault", "waloop01", "docker-stop")
            _ = try await lab.command("fault", "waloop02", "disk-full")
        } mend: {
            _ = try await lab.command("heal", "waloop01")
            _ = try await lab.command("heal", "waloop02")
        }
    }

    @Test("3. A port that the network drops, an interface that is not there, somebody else with the virtual address")
    func network() async throws {
        let rule = "INPUT -p tcp --dport 6379 -s \(try lab.address("waloop03")) -j DROP"
        let virtual = lab.inventory.virtualAddress
        let right = try controller.read("hosts.yaml")
        try await broken(["waloop03 ports", "wlb01 address", "broker virtual-address"]) {
            try await lab.on("wbroker02", "iptables -I \(rule)")
            try await lab.on("wbroker03", "ip addr add \(virtual)/32 dev eth0")
            try controller.write("hosts.yaml", try wrongInterface(right))
            try await controller.commit("Another interface")
        } mend: {
            try await lab.on("wbroker02", "iptables -D \(rule)")
            try await lab.on("wbroker03", "ip addr del \(virtual)/32 dev eth0")
            try controller.write("hosts.yaml", right)
            try await controller.commit("The interface of before")
        }
    }

    @Test("4. A host that is cut off and one with another key: each is one finding, with both fingerprints")
    func unreached() async throws {
        try await broken(["wbroker01 ssh", "waloop01 ssh"]) {
            _ = try await lab.command("fault", "wbroker01", "sshd-stop")
            _ = try await lab.command("fault", "waloop01", "host-key")
            // The sshd with the other key takes a moment to start.
            try await eventually("another key outranks a host that is away", within: .seconds(20)) {
                try await controller.isobar("host", "scan").status == 1
            }
            let scan = try await controller.isobar("host", "scan")
            #expect(scan.status == 1)
            #expect(scan.output.contains("✗ waloop01"))
            #expect(scan.output.components(separatedBy: "as pinned").count - 1 == 7, "\(scan.output)")
        } mend: {
            _ = try await lab.command("heal", "wbroker01")
            _ = try await lab.command("heal", "waloop01")
        }
    }

    private func wrongInterface(_ hosts: String) throws -> String {
        let lines = hosts.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("wlb01")
                ? line.replacingOccurrences(of: "interface: eth0", with: "interface: ens9") : String(line)
        }
        let text = lines.joined(separator: "\n")
        try #require(text != hosts)
        return text
    }
}

extension Result where Failure == any Error {
    /// What a piece of work came to, so that something can be done before it
    /// counts.
    static func of(_ work: () async throws -> Success) async -> Self {
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}
