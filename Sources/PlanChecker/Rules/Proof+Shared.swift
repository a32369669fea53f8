import BrokerModel

extension Proof {
    /// What is there once in the broker is changed only when all its hosts were
    /// looked at, and only if it is Isobar's or nothing is in it; the hosts under
    /// it are left alone meanwhile.
    mutating func checkShared() {
        for index in steps.indices where steps[index].resource.host == nil {
            let hosts = steps[index].hosts
            let unseen = hosts.filter { input.observed.hosts[$0] == nil || roles[$0.text] == nil }
            if hosts.isEmpty || !unseen.isEmpty {
                report(.unknownHost, [index], "nothing is known of \(unseen.map(\.text).joined(separator: ", "))")
                continue
            }
            // Brokers in and out of service have rules of their own.
            guard steps[index].resource.kind != RotationSpecification.kind else { continue }
            checkLiveCluster(index)
            checkBalancers(index, hosts: hosts)
        }
    }

    /// A cluster with something in it that somebody else made is nobody's to
    /// change, and none with something in it is cleared.
    private mutating func checkLiveCluster(_ index: Int) {
        let step = steps[index]
        guard let found = observed(index), let cluster = found.observation as? VirtualIPObservation else { return }
        let isInUse = cluster.views.values.contains { !$0.resources.isEmpty }
        if isInUse, !found.isOwned || step.verb == StepVerb.clear || step.verb == StepVerb.create {
            report(.foreignResource, [index], "there is a cluster with something in it")
        }
    }

    /// The address may move while HAProxy is reloaded nowhere.
    private mutating func checkBalancers(_ index: Int, hosts: [HostName]) {
        for host in hosts {
            for other in stepsByHost[host.text] ?? [] where steps[other].resource.kind == HAProxySpecification.kind {
                demand(other, before: index, .concurrentDisturbance, "HAProxy on \(host) changes at the same time")
            }
        }
    }
}
