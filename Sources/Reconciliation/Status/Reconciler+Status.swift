import BrokerModel
import Certificates
import Fleet
import GitRepository
import Ledger
import Planner

extension Reconciler {
    /// The fleet at a glance: from a plan just made, which saw everything.
    public func status(of prepared: PreparedPlan) async throws -> StatusDocument {
        let desired = prepared.loaded.desired
        var hosts: [StatusDocument.HostEntry] = []
        let transports = await prepared.hosts.implementationsInUse()
        for host in desired.hosts {
            var entry = try await entry(for: host, in: prepared)
            entry.transport = transports[host.name]?.rawValue
            hosts.append(entry)
        }
        let last = try await ledger.runs(limit: 1).first
        return StatusDocument(
            formatVersion: 1, broker: desired.broker.centreID.text, commit: prepared.plan.commit,
            commitSummary: prepared.loaded.commit.summary, lastAppliedCommit: try await ledger.lastAppliedCommit(),
            lastRun: last.map {
                StatusDocument.RunEntry(
                    run: $0.id.number, outcome: $0.outcome, startedAt: $0.startedAt.description, actor: $0.actor)
            },
            observedAt: prepared.plan.observedAt.description,
            pending: prepared.plan.steps.count { $0.cause == .pending },
            drift: prepared.plan.steps.count { $0.cause == .drift }, conflicts: prepared.plan.conflicts.count,
            hosts: hosts, nodes: nodes(desired.activeNodes(today: prepared.today), in: prepared),
            certificates: certificates(of: prepared), warnings: prepared.plan.warnings)
    }

    private func certificates(of prepared: PreparedPlan) -> [StatusDocument.CertificateEntry] {
        let now = clock()
        return prepared.certificates.compactMap { certificate in
            guard let validity = certificate.validity, let days = certificate.daysLeft(at: now) else { return nil }
            return StatusDocument.CertificateEntry(
                key: certificate.field, secret: certificate.secret?.text, names: certificate.names,
                expiresAt: validity.upperBound.description, daysLeft: days,
                isOnHosts: prepared.plan.unreachable.isEmpty && !certificate.isPut(onHostsBy: prepared.plan.steps))
        }
    }

    private func entry(for host: Host, in prepared: PreparedPlan) async throws -> StatusDocument.HostEntry {
        var entry = StatusDocument.HostEntry(
            name: host.name.text, role: host.role, address: host.address, reachable: false, transport: nil, failure: nil, lastSeen: nil,
            containersRunning: 0, containers: 0, haproxyRunning: nil, hasVirtualAddress: nil, serversNotUp: [])
        guard let seen = prepared.observed.hosts[host.name] else {
            entry.failure = prepared.observed.unreachable[host.name]?.description
            entry.lastSeen = try await ledger.lastSeen(host.name)?.description
            return entry
        }
        entry.reachable = true
        for resource in seen.resources.values {
            if let container = resource.observation as? ContainerObservation, resource.isOwned {
                entry.containers += 1
                if container.state.isRunning { entry.containersRunning += 1 }
            }
            if let haproxy = resource.observation as? HAProxyObservation {
                entry.haproxyRunning = haproxy.isRunning
                entry.hasVirtualAddress = haproxy.hasVirtualAddress
                entry.serversNotUp = haproxy.servers.filter { !$0.value.hasPrefix("UP") && $0.value != "no check" }
                    .map { "\($0.key) \($0.value)" }.sorted()
            }
        }
        return entry
    }

    private func nodes(_ nodes: [Node], in prepared: PreparedPlan) -> [StatusDocument.NodeEntry] {
        var wanted: [CentreID: [ResourceAddress]] = [:]
        for resource in prepared.resources {
            guard let set = resource.redundancy, set.role == .node, let centre = CentreID(set.set) else { continue }
            wanted[centre, default: []].append(resource.address)
        }
        return nodes.map { node in
            let instances = wanted[node.centreID] ?? []
            let running = instances.filter {
                (prepared.observed.resource($0)?.observation as? ContainerObservation)?.state.isRunning == true
            }
            let unknown = instances.compactMap(\.host).filter { prepared.observed.unreachable[$0] != nil }
            let image = running.lazy.compactMap {
                (prepared.observed.resource($0)?.observation as? ContainerObservation)?.image
            }.first
            return StatusDocument.NodeEntry(
                centreId: node.centreID.text, running: running.compactMap { $0.host?.text }.sorted(),
                wanted: instances.count, unknown: unknown.map(\.text).sorted(), image: image)
        }
    }
}
