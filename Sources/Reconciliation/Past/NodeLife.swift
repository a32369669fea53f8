public import BrokerModel
public import History
public import Ledger

/// A node under all names it had, and where it was seen.
public struct NodeLife: Sendable {
    public let node: CentreID

    /// The oldest first.
    public let renames: [NodeRename]
    public let stays: [(node: CentreID, stay: NodeStay)]

    /// Asks the ledger, and the copy of the repository for other names; without a
    /// copy the node has the name it is asked for by.
    public init(of node: CentreID, in ledger: LedgerStore, _ source: DesiredStateSource?) async throws {
        self.node = node
        renames = (try? await source?.renames(of: node)) ?? []
        var stays: [(node: CentreID, stay: NodeStay)] = []
        for name in Self.names(of: node, renames) {
            stays += try await ledger.stays(of: name).map { (name, $0) }
        }
        self.stays = stays.sorted { ($0.stay.from, $0.stay.host) < ($1.stay.from, $1.stay.host) }
    }

    /// The names, the oldest first.
    private static func names(of node: CentreID, _ renames: [NodeRename]) -> [CentreID] {
        guard let first = renames.first else { return [node] }
        return ([first.from] + renames.map(\.to)).compactMap { CentreID($0) }
    }
}
