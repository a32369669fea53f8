import BrokerModel
import History

/// The life of a node as JSON.
public struct NodeLifeDocument: Encodable, Sendable {
    /// A stay on a host in one version.
    public struct Stay: Encodable, Sendable {
        public let node: String
        public let host: String
        public let image: String
        public let from: String
        public let until: String?
        public let restarts: Int
    }

    public let formatVersion = 1
    public let node: String

    /// The oldest first.
    public let life: [Stay]
    public let renames: [NodeRename]

    public init(_ life: NodeLife) {
        node = life.node.text
        self.life = life.stays.map { node, stay in
            Stay(
                node: node.text, host: stay.host.text, image: stay.image, from: stay.from.description,
                until: stay.until?.description, restarts: stay.restarts)
        }
        renames = life.renames
    }
}
