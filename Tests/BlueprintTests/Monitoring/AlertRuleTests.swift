import Foundation
import Testing

/// The alerts, tried by promtool in worlds in which they are raised and in
/// which they are not.
@Suite struct AlertRuleTests {
    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/prometheus")

    @Test func everyAlertIsRaisedWhenItShall() throws {
        let verdict = try Promtool.run("test", "rules", "isobar.rules.test.yml", in: Self.directory)
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    /// Named in a test that expects it, not only in one that does not.
    @Test func everyAlertIsTried() throws {
        let rules = try text("isobar.rules.yml").matches(of: /- alert: (\w+)/).map { String($0.output.1) }
        let tried = try text("isobar.rules.test.yml").matches(of: /alertname: (\w+)\n +exp_alerts:/)
        #expect(Set(rules) == Set(tried.map { String($0.output.1) }))
        #expect(Set(rules).count == rules.count)
    }

    /// A rule whose time is left out is found.
    @Test func theTestsNoticeAnotherRule() async throws {
        let rules = try text("isobar.rules.yml")
        let tests = try text("isobar.rules.test.yml")
        try await withTemporaryDirectory { directory in
            try Data(rules.replacing("for: 10m", with: "for: 1m").utf8).write(
                to: directory.appending(path: "isobar.rules.yml"))
            try Data(tests.utf8).write(to: directory.appending(path: "isobar.rules.test.yml"))
            let verdict = try Promtool.run("test", "rules", "isobar.rules.test.yml", in: directory)
            #expect(verdict.status != 0 && verdict.output.contains("NodeDisconnected"), "\(verdict.output)")
        }
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.directory.appending(path: name), encoding: .utf8)
    }
}
