import BrokerModel
import History
import Reconciliation

/// A node under all names it had, and where it was seen.
struct NodeLife {
    /// A stay as JSON.
    struct Entry: Encodable {
        let node: String
        let host: String
        let image: String
        let from: String
        let until: String?
        let restarts: Int
    }

    let node: CentreID

    /// The oldest first.
    let renames: [NodeRename]
    let stays: [(node: CentreID, stay: NodeStay)]

    /// The names, the oldest first.
    static func names(of node: CentreID, _ renames: [NodeRename]) -> [CentreID] {
        guard let first = renames.first else { return [node] }
        return ([first.from] + renames.map(\.to)).compactMap { CentreID($0) }
    }

    var entries: [Entry] {
        stays.map { node, stay in
            Entry(
                node: node.text, host: stay.host.text, image: stay.image, from: stay.from.description,
                until: stay.until?.description, restarts: stay.restarts)
        }
    }
}
