import BrokerModel
import Reconciliation
import Reports
import Testing

@testable import Commands

@Suite("What people read")
struct RenderingTests {
    private func document(_ steps: [Step], unreachable: [HostName: Failure] = [:]) throws -> PlanDocument {
        PlanDocument(
            Plan(
                digest: Digest(of: "x"), commit: "0123456789abcdef0123456789abcdef01234567",
                broker: try #require(CentreID("xx-example")), observedAt: 0, steps: steps,
                unreachable: unreachable),
            scope: PlanDocument.Scope(hosts: [], nodes: []))
    }

    private func step(_ address: String, _ action: StepAction, _ changes: [FieldChange], cause: StepCause = .pending) throws -> Step {
        Step(
            id: StepID("\(address)#\(action == .run ? "reload" : action.rawValue)"),
            resource: try #require(ResourceAddress(address)), action: action, verb: "v", cause: cause, changes: changes,
            reason: "r")
    }

    @Test("A plan: a line a step, grouped by host, changes below, the summary last")
    func planText() throws {
        let document = try document([
            step("wlb01/haproxy/configuration", .run, []),
            step("waloop01/container/ca-eccc-msc", .create, [FieldChange(field: "image", from: nil, to: "a:1")]),
            step("waloop01/file/etc/x", .update, [FieldChange(field: "mode", from: "0644", to: "0640")], cause: .drift),
        ])
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        #expect(
            PlanText(plan: document, terminal: terminal).render() == """
                waloop01
                  + container/ca-eccc-msc
                      image: a:1
                  ~ file/etc/x (drift)
                      mode: 0644 → 0640

                wlb01
                  > haproxy/configuration (reload)

                Plan sha256:2d711642b726 of commit 0123456789: 1 to create, 1 to update, 0 to replace, 0 to delete, 1 to run.

                """)
    }

    @Test("An empty plan says so")
    func emptyPlan() throws {
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        #expect(
            PlanText(plan: try document([]), terminal: terminal).render()
                == "Nothing to do: the hosts are as commit 0123456789 wants them.\n")
    }

    @Test("Of hosts that nobody saw it is not said that they are right")
    func unseen() throws {
        let host = try #require(HostName("wlb01"))
        let failure = Failure(.hostUnreachable, attempted: "connect", on: "wlb01", response: "nobody answers")
        let terminal = Terminal(hasColour: false, isInteractive: false, width: 80)
        #expect(
            PlanText(plan: try document([], unreachable: [host: failure]), terminal: terminal).summary
                == "Nothing is planned: 1 host could not be looked at; what could be seen is as commit 0123456789 "
                + "wants it.")
    }

    @Test("Colours only where they are wanted")
    func colours() {
        #expect(Terminal(hasColour: false, isInteractive: true, width: 80).styled("x", .red) == "x")
        #expect(Terminal(hasColour: true, isInteractive: true, width: 80).styled("x", .red) == "\u{1B}[31mx\u{1B}[0m")
        #expect(!Terminal(descriptor: -1, environment: [:]).hasColour)
    }

    @Test("A plan as markdown: a table, the changes folded away, the digest last")
    func planMarkdown() throws {
        let text = PlanMarkdown(
            plan: try document([
                step("waloop01/file/etc/x", .update, [FieldChange(field: "mode", from: "06|44", to: nil)])
            ])
        ).render()
        #expect(text.contains("| `waloop01` | `~` update | `file/etc/x` | pending |"))
        #expect(text.contains("- `mode`: <code>06&#124;44</code> → (none)"))
        #expect(text.contains("<summary><code>waloop01/file/etc/x</code></summary>"))
        #expect(text.contains("Digest `sha256:"))
    }

    @Test(
        "Durations are read at a glance",
        arguments: [(0.04, "0.0 s"), (0.44, "0.4 s"), (12.3, "12 s"), (60, "1 min"), (200, "3 min 20 s"), (7200, "2 h"), (432_000, "5 d")])
    func durations(seconds: Double, text: String) {
        #expect(DurationText.text(.seconds(seconds)) == text)
    }

    @Test("A table cuts its lines where the terminal ends")
    func table() {
        var table = Table(header: ["A", "LONG"])
        table.add(["aaa", String(repeating: "x", count: 50)])
        #expect(table.lines(width: 20) == ["A    LONG", "aaa  " + String(repeating: "x", count: 14) + "…"])
    }
}
