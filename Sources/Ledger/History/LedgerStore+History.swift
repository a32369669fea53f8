import BrokerModel
import GRDB

extension LedgerStore {
    /// The runs that match a filter, the newest first.
    ///
    /// ``HistoryFilter/asksForSteps`` decides whether
    /// ``steps(matching:)`` is what is meant.
    public func runs(matching filter: HistoryFilter) async throws -> HistoryPage<RunSummary> {
        try await read("read the history") { database in
            let query = try HistoryQuery(runs: filter, in: database)
            guard !query.matchesNothing else { return HistoryPage(entries: [], next: nil) }
            let statement = query.completing(RunSummary.query, newestBy: "run.id", limit: filter.limit)
            let rows = try Row.fetchAll(database, sql: statement.sql, arguments: statement.arguments)
            let runs = rows.prefix(filter.limit).map(RunSummary.init)
            let last = rows.count > filter.limit ? runs.last?.id.number : nil
            return HistoryPage(entries: runs, next: last.map { HistoryCursor(listing: .runs, last: $0) })
        }
    }

    /// The steps that match a filter, the newest first.
    public func steps(matching filter: HistoryFilter) async throws -> HistoryPage<HistoryStep> {
        try await read("read the history") { database in
            let query = try HistoryQuery(steps: filter, in: database)
            guard !query.matchesNothing else { return HistoryPage(entries: [], next: nil) }
            let statement = query.completing(HistoryStep.query, newestBy: "step.id", limit: filter.limit)
            let rows = try Row.fetchAll(database, sql: statement.sql, arguments: statement.arguments)
            let steps = try rows.prefix(filter.limit).map { try HistoryStep($0) }
            let last = rows.count > filter.limit ? steps.last?.number : nil
            return HistoryPage(entries: steps, next: last.map { HistoryCursor(listing: .steps, last: $0) })
        }
    }

    /// How SQLite carries out a filter (EXPLAIN QUERY PLAN), for tests.
    func queryPlan(of filter: HistoryFilter) async throws -> [String] {
        try await read("explain a query") { database in
            let statement =
                filter.asksForSteps
                ? try HistoryQuery(steps: filter, in: database).completing(
                    HistoryStep.query, newestBy: "step.id", limit: filter.limit)
                : try HistoryQuery(runs: filter, in: database).completing(
                    RunSummary.query, newestBy: "run.id", limit: filter.limit)
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + statement.sql, arguments: statement.arguments
            ).map { $0["detail"] }
        }
    }
}
