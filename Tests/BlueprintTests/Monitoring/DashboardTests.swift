import Dashboards
import Foundation
import Testing
import Yams

/// The dashboards as Grafana needs them, so that any Grafana can load them.
@Suite struct DashboardTests {
    struct Board: Decodable, Sendable {
        struct Source: Decodable, Sendable, Hashable {
            var type: String
            var uid: String
        }
        struct Target: Decodable, Sendable {
            var refId: String
            var datasource: Source
            var expr: String
        }
        struct Panel: Decodable, Sendable {
            struct Place: Decodable, Sendable {
                var x: Int
                var y: Int
                var w: Int
                var h: Int
            }
            var id: Int
            var type: String
            var title: String
            var description: String
            var datasource: Source
            var gridPos: Place
            var targets: [Target]
        }
        struct Templating: Decodable, Sendable {
            struct Variable: Decodable, Sendable {
                struct Query: Decodable, Sendable {
                    var query: String
                }
                var name: String
                var datasource: Source
                var query: Query
            }
            var list: [Variable]
        }
        var uid: String
        var title: String
        var schemaVersion: Int
        var tags: [String]
        var templating: Templating
        var panels: [Panel]
    }

    static let texts = DashboardFile.all.filter { $0.place == .dashboards }.map(\.text)

    static func boards() throws -> [Board] {
        try texts.map { try JSONDecoder().decode(Board.self, from: Data($0.utf8)) }
    }

    @Test func everythingHasANameOfItsOwn() throws {
        let boards = try Self.boards()
        #expect(boards.map(\.uid).sorted() == ["isobar-broker", "isobar-controller", "isobar-hosts", "isobar-node"])
        #expect(Set(boards.map(\.title)).count == boards.count)
        for board in boards {
            // What Grafana takes for a uid (its HTTP API, "Dashboard"), and a schema it need not migrate by hand.
            #expect(board.uid.wholeMatch(of: /[a-zA-Z0-9_-]{1,40}/) != nil)
            #expect(board.schemaVersion >= 36 && board.tags.contains("isobar"))
            #expect(Set(board.panels.map(\.id)).count == board.panels.count && !board.panels.isEmpty)
            for panel in board.panels {
                #expect(["stat", "timeseries", "state-timeline", "table"].contains(panel.type))
                #expect(!panel.title.isEmpty && !panel.description.isEmpty && !panel.targets.isEmpty)
                #expect(Set(panel.targets.map(\.refId)).count == panel.targets.count)
            }
        }
    }

    /// Panels lie on Grafana's 24 columns and on no other panel.
    @Test func panelsDoNotOverlap() throws {
        for board in try Self.boards() {
            var taken: Set<[Int]> = []
            for panel in board.panels {
                let place = panel.gridPos
                #expect(place.x >= 0 && place.w > 0 && place.x + place.w <= 24 && place.h > 0, "\(panel.title)")
                for x in place.x..<place.x + place.w {
                    for y in place.y..<place.y + place.h {
                        #expect(taken.insert([x, y]).inserted, "\(board.uid): \(panel.title)")
                    }
                }
            }
        }
    }

    /// The uid is the one that is provisioned: nothing has to be chosen when a
    /// dashboard is loaded.
    @Test func theDataSourceIsTheProvisionedOne() throws {
        let file = try #require(DashboardFile.all.first { $0.place == .dataSources })
        let root = try #require(try Yams.compose(yaml: file.text))
        let source = try #require(root["datasources"]?.sequence?.first)
        let uid = try #require(source["uid"]?.string)
        for (board, text) in zip(try Self.boards(), Self.texts) {
            let sources =
                board.panels.map(\.datasource) + board.panels.flatMap(\.targets).map(\.datasource)
                + board.templating.list.map(\.datasource)
            #expect(Set(sources) == [Board.Source(type: "prometheus", uid: uid)])
            #expect(!text.contains("${DS_") && !text.contains("__inputs"))
        }
    }

    @Test func promtoolReadsEveryQuery() async throws {
        let queries = try Self.boards().flatMap { $0.panels.flatMap(\.targets) }.map(\.expr)
        let rules = queries.enumerated().map { index, query -> String in
            let plain = query.replacing("$__rate_interval", with: "5m").replacing("$centre", with: "xa-one")
                .replacing("$host", with: "wlb01")
            return "      - {record: \"query:\(index)\", expr: '\(plain)'}"
        }
        let file = "groups:\n  - name: queries\n    rules:\n" + rules.joined(separator: "\n") + "\n"
        try await withTemporaryDirectory { directory in
            try Data(file.utf8).write(to: directory.appending(path: "queries.yml"))
            let verdict = try Promtool.run("check", "rules", "queries.yml", in: directory)
            #expect(verdict.status == 0 && verdict.output.contains("\(queries.count) rules found"), "\(verdict.output)")
        }
    }

    /// What the controller shall tell of itself is written down, and nothing
    /// else of it is asked for.
    @Test func metricsOfTheControllerAreDocumented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/monitoring.md"), encoding: .utf8)
        let rules = try String(contentsOf: root.appending(path: "deploy/prometheus/isobar.rules.yml"), encoding: .utf8)
        let asked = Set((Self.texts + [rules]).flatMap { $0.matches(of: /isobar_[a-z_]+/).map { String($0.output) } })
        #expect(!asked.isEmpty)
        for name in asked { #expect(page.contains("`\(name)"), "\(name)") }
    }
}
