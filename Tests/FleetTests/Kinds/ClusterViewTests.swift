import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// Reading what pacemaker 2.1.5 and corosync 3.1.7 of Debian 12 answered,
/// recorded in the lab (Tests/Fixtures/cluster).
@Suite("What a balancer tells of its cluster")
struct ClusterViewTests {
    private static func text(_ file: String) throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: tests.appending(path: "Fixtures/cluster/\(file)"), encoding: .utf8)
    }

    private static func view(_ name: String, corosync: String = "ha_cluster") throws -> ClusterView {
        let report = ClusterReport(
            isInstalled: true, isRunning: true, enablement: "enabled\nenabled", passwordStamp: "",
            corosync: try text("\(corosync).corosync.conf"), configuration: try text("\(name).cib.xml"),
            status: try text("\(name).mon.xml"))
        return try ClusterView(report, bearsAddress: true)
    }

    @Test func aSettledCluster() throws {
        let view = try Self.view("settled")
        #expect(view.clusterName == "ha_cluster")
        #expect(view.nodes == ["wlb01": "192.0.2.31", "wlb02": "192.0.2.32"])
        #expect(view.isRunning && view.isEnabled && view.bearsAddress)
        #expect(view.resources == ["haproxy", "ip_gb"])
        #expect(view.online == ["wlb01", "wlb02"])
        #expect(view.holder == "wlb01")
        #expect(view.interventions.isEmpty && view.failures.isEmpty)
        #expect(view.settings["ip_gb ip"] == "192.0.2.100")
        #expect(view.settings["ip_gb nic"] == "eth0")
        #expect(view.settings["ip_gb cidr_netmask"] == "32")
        #expect(view.settings["ip_gb agent"] == "ocf:heartbeat:IPaddr2")
        #expect(view.settings["ip_gb colocation"] == "with haproxy-clone, INFINITY")
        #expect(view.settings["ip_gb order"] == "after haproxy-clone")
        #expect(view.settings["haproxy agent"] == "systemd:haproxy")
        #expect(view.settings["haproxy clone"] == "haproxy-clone")
        #expect(view.settings["haproxy monitor"] == "every 5s, timeout 10s")
        #expect(view.settings["resource-stickiness"] == "100")
        #expect(view.settings["stonith-enabled"] == "false")
    }

    @Test(arguments: [
        ("moved", ["constraint cli-prefer-ip_gb": "wlb02 INFINITY"]), ("standby", ["wlb01 standby": "on"]),
        ("unmanaged", ["ip_gb is-managed": "false", "haproxy is-managed": "false"]),
        ("disabled", ["ip_gb target-role": "Stopped"]), ("maintenance", ["maintenance-mode": "true"]), ("failed", [:]),
    ])
    func whatHandsDid(_ name: String, _ interventions: [String: String]) throws {
        #expect(try Self.view(name).interventions == interventions)
    }

    @Test func failedActions() throws {
        #expect(try Self.view("failed").failures == ["haproxy on wlb01: not running"])
    }

    @Test func aStoppedNode() throws {
        let view = try Self.view("one-stopped")
        #expect(view.online == ["wlb02"])
        #expect(view.holder == "wlb02")
    }

    @Test func debiansDefault() throws {
        let view = try Self.view("debian", corosync: "debian")
        #expect(view.clusterName == "debian")
        #expect(view.nodes == ["node1": "127.0.0.1"])
        #expect(view.resources.isEmpty && view.settings.isEmpty && view.interventions.isEmpty)
    }

    @Test func noSoftwareAndNoCluster() throws {
        let nothing = ClusterReport(
            isInstalled: false, isRunning: false, enablement: "", passwordStamp: "", corosync: "", configuration: "",
            status: "")
        #expect(try ClusterView(nothing, bearsAddress: false) == ClusterView(isInstalled: false))
        var bare = nothing
        bare.isInstalled = true
        #expect(try ClusterView(bare, bearsAddress: false).clusterName == nil)
    }

    /// An answer that is cut off must not look like an empty cluster.
    @Test func aBeginningOfAnAnswerIsRefused() throws {
        let whole = try Self.text("settled.cib.xml")
        let end = whole.utf8.count - "</configuration>\n".utf8.count
        for length in stride(from: 0, to: end, by: 13) {
            let beginning = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
            #expect(throws: MalformedAnswer.self) { try MarkupParser.parse(beginning) }
        }
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "<a b='&b;'/>", "<a>", "<a></b>", "<a b=c/>", "<a b/>", "", "<a/><b/>",
        String(repeating: "<a>", count: 100_000), "<a b='&#x110000;'/>",
    ])
    func otherMarkupIsRefused(_ text: String) {
        #expect(throws: MalformedAnswer.self) { try MarkupParser.parse(text) }
    }

    @Test func markupIsRead() throws {
        let root = try MarkupParser.parse(
            "<?xml version='1.0'?><!-- <x> --><a b=\"1 &lt; &#50;\" c='\"'><d/>text<d e=''/></a>\n")
        #expect(root.attributes == ["b": "1 < 2", "c": "\""])
        #expect(root.all("d").map(\.attributes) == [[:], ["e": ""]])
    }
}
