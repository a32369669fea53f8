import SimulatedFleet

/// A desired state as a simulation knows it: written as the files of a commit,
/// and asked what must be true of the hosts.
struct DesiredWorld: Sendable {
    struct Node: Sendable {
        var isEnabled = true
        var image: String?
        var topicSuffix = "#"
        var pinned: [String]?
        var hasSecret = false
        var expires: String?
    }

    var roles: [String: String] = [:]
    var addresses: [String: String] = [:]
    var nodes: [String: Node] = [:]
    var versions: [String: String] = [
        "antiloop": "lab/antiloop:1.0.0", "emqx": "lab/emqx:5.8.6", "redis": "lab/redis:7.0.15",
        "traefik": "lab/traefik:3.7.15", "prometheus": "lab/prometheus:2.42.0",
    ]
    var maxDeletes = 5
    var nodesAtOnce = 10
    var password = "one"

    /// Users that may receive, and what.
    var listeners = ["everyone": "cache/a/wis2/#"]
    var metadata = "http://192.0.2.1/gdc"

    /// Whether the controller brings the images, instead of a registry.
    var isPushed = false

    /// A mistake that makes the whole commit invalid.
    var isInvalid = false

    /// Images that hold a node's secret as well.
    static let tags = ["lab/antiloop:1.0.0", "lab/antiloop:1.1.0", "lab/antiloop:2.0.0"]

    /// One whose containers run and do no work.
    static let brokenImage = "lab/antiloop:6.6.6"

    /// What no registry has.
    static let missingImage = "lab/antiloop:9.9.9"

    static let centres = [
        "ca-eccc-msc", "de-dwd", "fr-meteofrance", "jp-jma", "ke-meteo", "ma-marocmeteo", "br-inmet", "in-imd",
        "fi-fmi", "it-meteoam",
    ]

    /// As `rollout` of the commit says.
    static let electionWindow = Duration.seconds(20)

    var hosts: [String] { roles.keys.sorted() }

    /// Who publishes.
    static let publisher = "globalbroker"

    /// A Redis cluster needs six hosts.
    var hasRedis: Bool { hosts("broker").count + hosts("antiloop").count >= 6 }

    func hosts(_ role: String) -> [String] { roles.filter { $0.value == role }.keys.sorted() }

    var activeNodes: [String] { nodes.filter { $0.value.isEnabled }.keys.sorted() }

    /// The image a container of this name is wanted with; nil when none is.
    func image(of container: String) -> String? {
        if let node = nodes[container] { return node.isEnabled ? node.image ?? versions["antiloop"] : nil }
        return versions[container]
    }

    /// Whether a container does the work of its name: one made by hand for a
    /// node's name serves no node, and one for EMQX's is no member; an instance
    /// without a network hears nobody.
    func serves(_ container: SimulatedContainer) -> Bool {
        if container.finalName == "emqx" {
            return container.environment.contains { $0.hasPrefix("EMQX_NODE_NAME=") }
        }
        guard nodes[container.finalName] != nil else { return true }
        return container.centreID == container.finalName && !container.networks.isEmpty
    }

    /// Whether containers of this name stand in for each other on several
    /// hosts.
    func isRedundant(_ container: String) -> Bool {
        if let node = nodes[container] { return node.isEnabled }
        return switch container {
        case "emqx": hosts("broker").count > 1
        case "redis": hasRedis
        default: false
        }
    }
}
