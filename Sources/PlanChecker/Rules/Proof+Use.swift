import BrokerModel

extension Proof {
    /// What something stands on comes before it and goes after it.
    mutating func checkUse() {
        for indices in stepsByHost.values {
            checkDirectories(indices)
            checkFiles(indices)
            checkNetworks(indices)
        }
    }

    /// A directory is there before what lies in it, and goes after it.
    private mutating func checkDirectories(_ indices: [Int]) {
        var directories: [Substring: Int] = [:]
        for index in indices where steps[index].resource.kind == DirectorySpecification.kind {
            directories[steps[index].resource.name[...]] = index
        }
        guard !directories.isEmpty else { return }
        for index in indices where Self.pathKinds.contains(steps[index].resource.kind) {
            let name = steps[index].resource.name
            guard let slash = name.lastIndex(of: "/"), let directory = directories[name[..<slash]] else { continue }
            if steps[directory].action == .create, steps[index].action == .create {
                demand(directory, before: index, .useOrder, "the directory comes first")
            }
            if steps[directory].action == .delete {
                if steps[index].action == .delete {
                    demand(index, before: directory, .useOrder, "what lies in the directory goes first")
                } else {
                    report(.useOrder, [index, directory], "the directory is removed and something in it is wanted")
                }
            }
        }
    }

    private static let pathKinds: Set<ResourceKind> = [FileSpecification.kind, DirectorySpecification.kind]

    /// A file is written before the process that reads it at its start, and
    /// before the instance it is named after: its settings and its route
    /// (OPERATIONS 4: route first, container second; reverse on removal).
    private mutating func checkFiles(_ indices: [Int]) {
        var readers: [String: [Int]] = [:]
        var instances: [String: Int] = [:]
        for index in indices where steps[index].action != .update && !steps[index].isMinor {
            for path in steps[index].pathsReadAtStart { readers[path, default: []].append(index) }
            if member(of: index)?.isNode == true { instances[steps[index].resource.name] = index }
        }
        for index in indices where steps[index].resource.kind == FileSpecification.kind {
            let path = "/" + steps[index].resource.name
            let isRemoval = steps[index].action == .delete
            for reader in readers[path] ?? [] where !isRemoval {
                demand(index, before: reader, .useOrder, "\(path) is read at the start")
            }
            guard let instance = Self.instance(namedBy: path, among: instances) else { continue }
            if isRemoval, steps[instance].action == .delete {
                demand(instance, before: index, .useOrder, "the container goes before what it uses")
            } else if !isRemoval, steps[instance].action != .delete {
                demand(index, before: instance, .useOrder, "what the container uses comes first")
            }
        }
    }

    /// The instance a path belongs to: `…/<id>/host.env`, `…/<id>.yml`.
    private static func instance(namedBy path: String, among instances: [String: Int]) -> Int? {
        guard !instances.isEmpty else { return nil }
        for component in path.split(separator: "/") {
            if let found = instances[String(component)] { return found }
            if let dot = component.lastIndex(of: "."), let found = instances[String(component[..<dot])] { return found }
        }
        return nil
    }

    private mutating func checkNetworks(_ indices: [Int]) {
        var networks: [String: Int] = [:]
        for index in indices where steps[index].resource.kind == NetworkSpecification.kind {
            networks[steps[index].resource.name] = index
        }
        guard !networks.isEmpty else { return }
        for index in indices {
            let joined = (steps[index].specification as? ContainerSpecification)?.networkNames ?? []
            for name in joined {
                guard let network = networks[name], steps[network].action == .create else { continue }
                demand(network, before: index, .useOrder, "the network comes first")
            }
            let left = (observed(index)?.observation as? ContainerObservation)?.attachedNetworks ?? []
            for name in left {
                guard let network = networks[name], steps[network].action == .delete else { continue }
                demand(index, before: network, .useOrder, "the container goes before its network")
            }
        }
    }
}

extension Step {
    /// Files a process reads when the step starts or reloads it.
    fileprivate var pathsReadAtStart: some Sequence<String> {
        let startup = (specification as? ContainerSpecification)?.startupFiles.keys.map { $0 }
        let loaded = (specification as? HAProxySpecification)?.loadedFiles.keys.map { $0 }
        return (startup ?? []) + (loaded ?? [])
    }

    /// Whether the step leaves the process as it is: files changed meanwhile
    /// do not matter to it.
    fileprivate var isMinor: Bool {
        resource.kind == ContainerSpecification.kind && action == .run && verb == StepVerb.connect
    }
}

extension ContainerSpecification {
    fileprivate var networkNames: [String] {
        if case .networks(let names) = network { names } else { [] }
    }
}
