import BrokerModel

extension PolicyCheck {
    /// The nodes and hosts the change deletes beyond those that go anyway.
    func deletes() -> Answer {
        let plan = input.merged.plan
        guard plan.deletions > input.deleteLimit, plan.deletions > input.base.plan.deletions else { return .holds }
        return .broken([
            "\(plan.deletions) nodes and hosts go, \(input.deleteLimit) may: applying needs \(value: "--allow-deletes")"
        ])
    }

    func nodesAtOnce() -> Answer {
        var nodes: Set<String> = []
        for step in comparison.steps {
            if let set = step.disturbance?.redundancy, set.role == .node { nodes.insert(set.set) }
        }
        let limit = input.policies.nodesPerChange
        return Answer(
            nodes.count > limit ? ["\(nodes.count) nodes are touched at once, wanted are at most \(limit)"] : [])
    }

    func capacity() -> Answer {
        var before: [HostName: Int] = [:]
        for host in input.base.placement.values.joined() { before[host, default: 0] += 1 }
        var after: [HostName: Int] = [:]
        for host in input.merged.placement.values.joined() { after[host, default: 0] += 1 }
        let limit = input.policies.instancesPerHost
        return Answer(
            after.keys.sorted().compactMap { host in
                guard let count = after[host], count > limit, count > before[host] ?? 0 else { return nil }
                return "\(value: host) gets \(count) instances, at most \(limit) are wanted"
            })
    }

    func unknownCentres() -> Answer {
        guard let registered = input.policies.registeredCentres else {
            return .unknown("no list of registered centres is configured: \(value: "previews.centresFile")")
        }
        let before = Set(base.nodes.map(\.centreID))
        return Answer(
            merged.nodes.map(\.centreID).filter { !before.contains($0) && !registered.contains($0) }.sorted().map {
                "\(value: $0) is in no entry of the registry"
            })
    }

    func credentials() -> Answer {
        Answer(
            touchedNodes.compactMap { node -> Phrase? in
                var missing: [String] = []
                if node.subscription.username == nil { missing.append("username") }
                if node.subscription.password == nil { missing.append("password") }
                return missing.isEmpty ? nil : "\(value: node.centreID) has no \(Phrase.list(missing))"
            })
    }

    /// A node that is merged to be switched off at once is most likely a mistake.
    func expiry() -> Answer {
        Answer(
            touchedNodes.compactMap { node in
                guard node.isEnabled, let expires = node.expires, expires <= input.today else { return nil }
                return "\(value: node.centreID) expires on \(value: expires), which is not in the future"
            })
    }

    func certificates() -> Answer {
        guard let found = input.certificates else { return .unknown("a certificate was not opened") }
        return Answer(found.map { "\(prose: $0.message)" })
    }

    func signature() -> Answer {
        guard let isSigned = input.isSigned else {
            return .unknown("it was not looked at whose signature the head of the change bears")
        }
        return Answer(isSigned ? [] : ["the head of the change bears no signature, or none of somebody who may"])
    }
}
