public import BrokerModel
import GRDB
public import History

extension LedgerStore {
    /// What ran where at a moment, and what of it is known.
    ///
    /// - Parameters:
    ///   - filter: of which hosts, nodes and resources; who, what and how are
    ///     asked of the last step on each until then, a time of since when it was
    ///     seen so.
    ///   - trust: how long a look tells what is there.
    public func state(
        at moment: Timestamp, matching filter: HistoryFilter = HistoryFilter(), trust: Duration = HostLook.trust
    ) async throws -> FleetState {
        try await read("read a past state") { database in
            let query = StateQuery(database: database, moment: moment, filter: filter, trust: trust)
            return FleetState(at: moment, hosts: try query.hosts())
        }
    }

    /// When the first look was recorded; nil when none was.
    public func firstLook() async throws -> Timestamp? {
        try await read("read the first look") { database in
            try Int64.fetchOne(database, sql: "SELECT looked_at FROM coverage ORDER BY id LIMIT 1")
                .map { Timestamp(microseconds: $0) }
        }
    }
}
