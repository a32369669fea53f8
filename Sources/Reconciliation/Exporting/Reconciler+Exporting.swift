import BrokerModel
import GitRepository
import Ledger
import Previews
import Secrets

extension Reconciler {
    /// What was seen of the hosts last, as the head of the branch knows it, for who
    /// cannot look at them. Touches no host.
    ///
    /// - Throws: ``Failure`` with `notFound` when a host was never looked at.
    public func exportedObservation() async throws -> ObservationFile {
        let today = try source.today()
        let head = try await opened(try await source.load(nil, today: today))
        let names = head.desired.hosts.map(\.name)
        let recollection = try await recall([head], on: names, today: today)
        let wanted = recollection.survey.resources.first ?? []
        let placement = try place(
            head.desired, today, seen: recollection.survey.observed.hosts,
            lastKnown: try await lastKnownNodes(of: [head]))
        let seals = ExportSeals(
            wanted: wanted, standingIn: try render(closed(head.loaded), today, placement), key: key.bytes)
        let seal = ObservationSeal(key: key.bytes, recognising: wanted.flatMap(\.specification.recognisable))
        let remembered = try await ledger.remembered(names)
        return ObservationFile(
            broker: head.desired.broker.centreID.text, commit: head.loaded.commit.id.text, path: source.path,
            exportedAt: clock().description, policies: try exportedPolicies(),
            hosts: try names.compactMap { remembered[$0] }.map { try Self.exported($0, seal, seals) })
    }

    private static func exported(
        _ host: RememberedHost, _ seal: ObservationSeal, _ seals: ExportSeals
    ) throws -> ObservationFile.Host {
        var look: PortableLook?
        if let seenAt = host.seenAt, let opened = host.opened(by: seal) {
            look = try PortableLook(opened, seenAt: seenAt, closing: seals.seal)
        }
        let failure = host.failure.map { last in
            ObservationFile.Failed(at: last.at.description, code: last.code.name, message: last.text)
        }
        return ObservationFile.Host(name: host.host.text, look: look, failure: failure)
    }

    private func exportedPolicies() throws -> ObservationFile.Policies {
        let policies = try configuration.previews.loaded()
        return ObservationFile.Policies(
            levels: PreviewPolicy.allCases.reduce(into: [:]) { $0[$1.rawValue] = policies.level(of: $1).rawValue },
            nodesPerChange: policies.nodesPerChange, instancesPerHost: policies.instancesPerHost,
            registeredCentres: policies.registeredCentres?.map(\.text).sorted(),
            maxDeletes: configuration.policy.maxDeletes)
    }
}

/// Closes what resources hold for who opens no secret.
private struct ExportSeals {
    private let plain: ObservationSeal
    private var replaced: [ResourceAddress: [(value: ConfidentialText, standIn: ConfidentialText)]] = [:]

    /// Of what is there once in the broker each host tells a part, under an address
    /// of its own.
    private var replacedOfKind: [ResourceKind: [(value: ConfidentialText, standIn: ConfidentialText)]] = [:]

    /// - Parameters:
    ///   - wanted: what the commit wants.
    ///   - standingIn: the same with what stands for its secrets.
    init(wanted: [Resource], standingIn: [Resource], key: [UInt8]) {
        let others = Dictionary(standingIn.map { ($0.address, $0.specification.recognisable) }) { first, _ in first }
        var literals: [(value: ConfidentialText, standIn: ConfidentialText)] = []
        for resource in wanted {
            let values = resource.specification.recognisable
            guard let standIns = others[resource.address], standIns.count == values.count else { continue }
            for (value, standIn) in zip(values, standIns) {
                if value.readsSame(as: standIn) {
                    // It is in git for all to read, wherever it is found.
                    literals.append((value, standIn))
                } else {
                    replaced[resource.address, default: []].append((value, standIn))
                    if resource.address.host == nil {
                        replacedOfKind[resource.address.kind, default: []].append((value, standIn))
                    }
                }
            }
        }
        // Another key than the ledger's, so that neither tells of the other.
        let own = ObservationSeal(key: key).close(ConfidentialText("observation export"))
        plain = ObservationSeal(key: Array(own.utf8)).replacing(literals, under: ObservationFile.key)
    }

    func seal(_ address: ResourceAddress) -> ObservationSeal {
        guard let pairs = replaced[address] ?? replacedOfKind[address.kind] else { return plain }
        return plain.replacing(pairs, under: ObservationFile.key)
    }
}
