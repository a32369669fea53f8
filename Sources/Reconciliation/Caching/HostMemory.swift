import BrokerModel
import Ledger

/// What the ledger remembers of hosts, in place of a look at them, as somebody reads
/// it who knows certain values.
///
/// A host whose last look failed is unreachable here too: what was seen of it before
/// may no longer be so.
struct HostMemory: Sendable {
    /// The nodes on each antiloop host when it was last seen.
    var lastKnown: [HostName: Set<CentreID>]

    private let remembered: [HostName: RememberedHost]
    private let codes: [HostName: Set<String>]
    private var seal: ObservationSeal
    private var looks: [HostName: RememberedLook] = [:]

    /// Whatever may be secret stays closed.
    ///
    /// - Throws: ``Failure`` with `notFound` when one of `names` was never looked at:
    ///   unknown is not empty.
    init(
        of names: [HostName], _ remembered: [HostName: RememberedHost], lastKnown: [HostName: Set<CentreID>],
        key: [UInt8]
    ) throws {
        self.lastKnown = lastKnown
        self.remembered = remembered
        seal = ObservationSeal(key: key)
        let never = names.filter { remembered[$0].map { $0.seenAt == nil && $0.failure == nil } ?? true }
        guard never.isEmpty else { throw Self.neverSeen(never) }
        let seen = remembered.filter { $0.value.failure == nil }
        codes = seen.mapValues(\.codes)
        for name in seen.keys { try open(name) }
    }

    /// From now on recognises all that is known of `resources`.
    ///
    /// - Returns: whether that may be found on a host.
    mutating func recognise(_ resources: [Resource]) throws -> Bool {
        let added = seal.recognise(resources.lazy.flatMap(\.specification.recognisable))
        var isFound = false
        for (name, codes) in codes where !codes.isDisjoint(with: added) {
            try open(name)
            isFound = true
        }
        return isFound
    }

    private mutating func open(_ name: HostName) throws {
        guard let look = remembered[name]?.opened(by: seal) else { throw Self.neverSeen([name]) }
        looks[name] = look
    }

    private static func neverSeen(_ hosts: [HostName]) -> Failure {
        Failure(
            .notFound, attempted: "take the last observation",
            on: hosts.map(\.text).joined(separator: ", "), response: "never looked at, so nothing is known of it",
            remedy: "look first: isobar observe; or leave out --cached")
    }

    // MARK: - What is remembered

    /// The hosts of which the last look did not fail.
    var seen: [HostName: ObservedHost] { looks.mapValues(\.host) }

    /// When each of those was seen.
    var seenAt: [HostName: Timestamp] { remembered.filter { looks[$0.key] != nil }.compactMapValues(\.seenAt) }

    /// - Parameter now: the moment of it where no host was seen.
    func observed(at now: Timestamp) -> ObservedState {
        ObservedState(
            hosts: seen,
            unreachable: Dictionary(
                uniqueKeysWithValues: remembered.compactMap { name, host in
                    host.failure.map { (name, Self.failure($0, of: name)) }
                }), observedAt: seenAt.values.min() ?? now)
    }

    /// What nobody looked for yet: taken not to be there.
    func notLookedFor(_ wanted: some Sequence<ResourceAddress>) -> [ResourceAddress] {
        wanted.filter { address in
            guard let look = address.host.flatMap({ looks[$0] }) else { return false }
            return look.host.resources[address] == nil && !look.absent.contains(address)
        }
    }

    private static func failure(
        _ last: (at: Timestamp, code: FailureCode, text: String), of host: HostName
    ) -> Failure {
        let text = last.text.split(separator: "\n").first ?? "no reason was recorded"
        return Failure(
            last.code, attempted: "look at the host, at \(last.at)", on: host.text, response: String(text),
            remedy: "look again: isobar observe --host \(host)")
    }
}
