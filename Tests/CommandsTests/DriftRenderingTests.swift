import BrokerModel
import Planner
import Testing

@testable import Commands
@testable import Reconciliation

@Suite("Drift and looks as people read them")
struct DriftRenderingTests {
    private static let applied = "0123456789abcdef0123456789abcdef01234567"
    private let plain = Terminal(hasColour: false, isInteractive: false, width: 80)

    private func document(
        _ findings: [DriftFinding], pending: Int = 0, applied: String? = Self.applied
    ) -> DriftDocument {
        DriftDocument(
            formatVersion: 1, broker: "xx-example", observedAt: "1970-01-01T00:00:00.000Z", appliedCommit: applied,
            headCommit: "fedcba9876543210fedcba9876543210fedcba98", headSummary: "Head",
            scope: PlanDocument.Scope(hosts: [], nodes: []),
            summary: DriftDocument.Summary(
                drifted: findings.count, hosts: Set(findings.compactMap(\.host)).count, pending: pending, unreachable: 0),
            findings: findings.map(DriftDocument.Finding.init),
            pending: (0..<pending).map {
                DriftDocument.Pending(resource: "waloop01/container/n\($0)", actions: [.create], source: nil)
            },
            departedHosts: [], unreachable: [], warnings: [], remembered: nil)
    }

    private func finding(
        _ address: String, _ nature: DriftNature, _ sentence: String, _ changes: [FieldChange] = [], mendable: Bool = true
    ) throws -> DriftFinding {
        DriftFinding(
            resource: try #require(ResourceAddress(address)), nature: nature, sentence: sentence, changes: changes,
            isMendable: mendable)
    }

    private func text(_ document: DriftDocument) -> String {
        DriftText(drift: document, now: Timestamp(seconds: 0), terminal: plain).render()
    }

    @Test("Grouped by host, what was done by hand below, the summary last")
    func findings() throws {
        let found = [
            try finding("waloop01/container/ca-eccc-msc", .stopped, "ca-eccc-msc on waloop01 is stopped (exited with 137)"),
            try finding(
                "waloop01/file/etc/x", .modeChanged, "/etc/x on waloop01 has mode 0600 instead of 0644",
                [FieldChange(field: "mode", from: "0600", to: "0644")]),
            try finding(
                "wlb01/container/redis", .foreignName, "redis on wlb01: another container has the name", mendable: false),
        ]
        #expect(
            text(document(found, pending: 1)) == """
                waloop01
                  ! ca-eccc-msc on waloop01 is stopped (exited with 137)
                  ! /etc/x on waloop01 has mode 0600 instead of 0644
                      mode: 0644 → 0600

                wlb01
                  ! redis on wlb01: another container has the name
                      left alone by isobar apply

                Only the drift, without what is pending: isobar apply --ref 0123456789
                3 things drifted on 2 hosts; 1 change pending from commit fedcba9876; mend with: isobar apply (1 to be put right by hand)

                """)
    }

    @Test("Nothing drifted, nothing applied")
    func nothing() {
        #expect(text(document([])) == "No drift from commit 0123456789; nothing is pending.\n")
        #expect(
            text(document([], pending: 2))
                == "No drift from commit 0123456789; 2 changes pending from commit fedcba9876. See it with: isobar plan\n")
        #expect(
            text(document([], pending: 2, applied: nil))
                == "Nothing was applied yet, so nothing can have drifted; 2 changes pending from commit fedcba9876. "
                + "See it with: isobar plan\n")
    }

    @Test("Drift as rows")
    func rows() throws {
        let document = document([
            try finding(
                "wlb01/file/etc/x", .contentEdited, "/etc/x on wlb01 was edited",
                [FieldChange(field: "content", from: "a", to: "b")])
        ])
        #expect(
            DriftCSV.text(document) == "host,resource,nature,sentence,mendable,changes\r\n"
                + "wlb01,wlb01/file/etc/x,contentEdited,/etc/x on wlb01 was edited,true,content: b → a\r\n")
    }

    @Test(
        "The exit status tells which it is",
        arguments: [(0, 0, nil, 0), (0, 1, nil, 2), (1, 0, nil, 3), (1, 1, nil, 4), (1, 1, FailureCode.hostUnreachable, 8),
            (0, 0, FailureCode.hostUnreachable, 8), (1, 0, FailureCode.hostKeyMismatch, 1)] as [(Int, Int, FailureCode?, Int32)])
    func status(drifted: Int, pending: Int, failure: FailureCode?, status: Int32) throws {
        let found = try (0..<drifted).map { try finding("wlb01/file/etc/x\($0)", .deleted, "gone") }
        var unreachable: [HostName: Failure] = [:]
        if let failure {
            unreachable[try #require(HostName("wlb02"))] = Failure(failure, attempted: "look", on: "wlb02", response: "no")
        }
        let result = DriftResult(document: document(found, pending: pending), unreachable: unreachable)
        #expect(result.exitStatus == status)
    }

    @Test("A look: a line a host, why one was not reached, the summary last")
    func look() {
        func host(_ name: String, _ change: (inout ObserveDocument.Host) -> Void) -> ObserveDocument.Host {
            var host = ObserveDocument.Host(
                name: name, reached: true, transport: "libssh2", seconds: 0.4, resources: 10, isFirst: false, appeared: [],
                changed: [], gone: [])
            change(&host)
            return host
        }
        let document = ObserveDocument(
            formatVersion: 1, broker: "xx-example", observedAt: "1970-01-01T00:00:00.000Z",
            hosts: [
                host("waloop01") {
                    $0.changed = ["waloop01/container/a", "waloop01/container/b", "waloop01/container/c", "waloop01/container/d"]
                    $0.gone = ["waloop01/file/etc/x"]
                },
                host("wlb01") { $0.isFirst = true },
                host("wlb02") {
                    $0.reached = false
                    $0.seconds = 10
                    $0.code = "host-unreachable"
                    $0.message = "could not connect\n  hint: look"
                    $0.lastSeen = "1970-01-01T00:00:00.000Z"
                },
            ])
        #expect(
            ObserveText(look: document, now: Timestamp(seconds: 180), terminal: plain).render() == """
                HOST      TOOK   SEEN  SINCE THE LOOK BEFORE
                waloop01  0.4 s  10    4 changed: container/a, container/b, container/c and 1 more; 1 gone: file/etc/x
                wlb01     0.4 s  10    seen for the first time
                wlb02     10 s   -     not reached (host-unreachable), last seen 3 min ago

                wlb02:
                  could not connect
                    hint: look

                2 of 3 hosts seen, 20 resources: 4 changed, 1 gone, 1 host for the first time; 1 not reached.

                """)
    }
}
