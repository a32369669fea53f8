import Foundation
import Testing

/// What could cut a real balancer off is undone by the balancer itself.
@Suite("Changes on trial on the lab", .serialized)
struct TrialLabTests {
    private static let balancers = ["wlb01", "wlb02"]
    private static let file = "/etc/haproxy/haproxy.cfg"
    private static let traces = "/var/lib/isobar/trial /etc/systemd/system/isobar-trial.service"

    @Test("A balancer that nobody comes back to goes back by itself, cut off or restarted, and the next run goes on",
        arguments: ["cut", "reboot"])
    func undone(_ fault: String) async throws {
        let broker = try await FaultyBroker.converged()
        let former = try await configurations(broker.lab)
        for host in Self.balancers { try await broker.lab.on(host, Self.slowing) }
        let before = try broker.controller.read("broker.yaml")
        let address = "10.\(Int.random(in: 0...255)).\(Int.random(in: 0...255)).0/24"
        try broker.controller.replace(
            "dashboardAllowedFrom: [", with: "dashboardAllowedFrom: [\(address), ", in: "broker.yaml")
        try await broker.controller.commit("Somebody else may see the dashboard")
        let run = try broker.applying()
        let host = try await onTrial(broker.lab, run)
        // All that comes after would come over this network.
        try await broker.fault(host, "cut")
        try await eventually("\(host) is done with it", within: .seconds(30)) {
            try await broker.lab.on(host, "pgrep -f 'systemctl reload [h]aproxy'").isEmpty
        }
        #expect(try await configuration(host, broker.lab) != former[host])
        if fault == "cut" {
            // Its clock rings before its 180 seconds are over.
            try await broker.lab.on(host, "kill $(pgrep -x -f 'sleep 180')")
        } else {
            try await broker.fault(host, fault)
            try await broker.heal(host)
        }
        try await eventually("\(host) has its former configuration", within: .seconds(60)) {
            try await configuration(host, broker.lab) == former[host]
        }
        try await eventually("nothing is on trial on \(host)", within: .seconds(20)) {
            try await broker.lab.on(host, "ls -d \(Self.traces) 2>/dev/null").isEmpty
        }
        let said = try await broker.lab.on(host, "journalctl -o cat -t isobar | tail -n 1")
        #expect(said.contains("nobody confirmed it"), "\(said)")
        try await broker.heal(host)
        let status = try await run.end()
        #expect(status == 6 || status == 8, "\(status): \(run.errorOutput)")
        #expect(run.errorOutput.contains(host), "\(run.errorOutput)")
        let other = try #require(Self.balancers.first { $0 != host })
        let loaded = try await configuration(other, broker.lab).split(separator: "\n").last
        #expect(loaded == former[other]?.split(separator: "\n").last, "the other one has loaded it")

        for host in Self.balancers { try await broker.lab.on(host, Self.asBefore) }
        try await broker.convergesOnce()
        #expect(try await configurations(broker.lab).values.allSatisfy { $0.contains(address) })
        try broker.controller.write("broker.yaml", before)
        try await broker.controller.commit("As before")
        try await broker.convergesOnce()
    }

    /// Has a reload of HAProxy take long enough for something to happen meanwhile.
    private static let slowing = """
        mkdir -p /run/systemd/system/haproxy.service.d
        printf '[Service]\\nExecReload=/bin/sleep 8\\n' >/run/systemd/system/haproxy.service.d/slow.conf
        systemctl daemon-reload
        """
    private static let asBefore = "rm -f /run/systemd/system/haproxy.service.d/slow.conf; systemctl daemon-reload"

    /// Waits until a balancer has something on trial.
    private func onTrial(_ lab: Lab, _ run: RunningProgram) async throws -> String {
        var found: String?
        try await eventually("a balancer has something on trial", within: .seconds(60), seen: { run.errorOutput }) {
            for host in Self.balancers {
                guard try await lab.on(host, "cat /var/lib/isobar/trial/record").contains(Self.file) else { continue }
                found = host
            }
            return found != nil
        }
        return try #require(found)
    }

    /// What is in the file, and what the process has loaded.
    private func configuration(_ host: String, _ lab: Lab) async throws -> String {
        try await lab.on(host, "cat \(Self.file); echo 'show info' | socat - /run/haproxy/admin.sock | grep '^desc'")
    }

    private func configurations(_ lab: Lab) async throws -> [String: String] {
        var found: [String: String] = [:]
        for host in Self.balancers { found[host] = try await configuration(host, lab) }
        return found
    }
}
