public import BrokerModel

/// What a plan is narrowed to (`--host`, `--node`); empty sets mean all.
public struct PlanScope: Sendable, Equatable {
    public var hosts: Set<HostName>

    /// Only what these nodes consist of, what that depends on, and what several
    /// nodes share as far as nobody else changes it.
    public var nodes: Set<CentreID>

    public init(hosts: Set<HostName> = [], nodes: Set<CentreID> = []) {
        self.hosts = hosts
        self.nodes = nodes
    }

    /// Whether nothing is left out.
    public var isWhole: Bool { hosts.isEmpty && nodes.isEmpty }

    func includes(_ host: HostName) -> Bool { hosts.isEmpty || hosts.contains(host) }

    /// Whether something that nobody wants any more belonged to a node of the
    /// scope: its name, or a component of its path, is the centre-id.
    func includesRemoval(of address: ResourceAddress) -> Bool {
        nodes.isEmpty
            || address.name.split(separator: "/").contains { component in
                CentreID(String(component.prefix { $0 != "." })).map(nodes.contains) ?? false
            }
    }

    /// Whether a node's file asks for the resource.
    static func isOfOneNode(_ resource: Resource) -> Bool {
        resource.redundancy?.role == .node || resource.source.file.hasPrefix("nodes/")
    }

    /// Which of `resources` the scope of nodes includes, by index: those the
    /// nodes' files ask for, what they depend on, and the processes that load
    /// them (Traefik on the same hosts). Nil when all are.
    func selection(of resources: [Resource], isProcess: (ResourceKind) -> Bool) -> Set<Int>? {
        guard !nodes.isEmpty else { return nil }
        let files = Set(nodes.map { "nodes/\($0).yaml" })
        let indices = Dictionary(resources.indices.map { (resources[$0].address, $0) }) { first, _ in first }
        var waiting = resources.indices.filter { index in
            let resource = resources[index]
            if let set = resource.redundancy, set.role == .node, let centreID = CentreID(set.set) {
                return nodes.contains(centreID)
            }
            return files.contains(resource.source.file)
        }
        let hosts = Set(waiting.map { resources[$0].address.scope })
        waiting += resources.indices.filter {
            isProcess(resources[$0].address.kind) && hosts.contains(resources[$0].address.scope)
        }
        // A process depends on what all nodes bring; that does not widen the scope.
        var selected = Set(waiting)
        waiting.removeAll { isProcess(resources[$0].address.kind) }
        while let index = waiting.popLast() {
            for dependency in resources[index].dependencies {
                if let found = indices[dependency], selected.insert(found).inserted { waiting.append(found) }
            }
        }
        return selected
    }
}
