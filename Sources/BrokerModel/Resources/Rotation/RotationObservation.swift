/// Which servers of one broker Isobar itself took out of service on the load
/// balancers and did not bring back yet, by the balancers' own records. Outside
/// of a run that is so only when one was ended before its time.
public struct RotationObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = RotationSpecification.kind
    public static let isShared = true

    /// Servers, as `backend/server`, by the balancer's name; a balancer without
    /// any is not listed.
    public var held: [String: [String]]

    public init(held: [String: [String]] = [:]) {
        self.held = held.filter { !$0.value.isEmpty }
    }

    public func joined(with other: any ResourceObservation) -> any ResourceObservation {
        guard let other = other as? Self else { return self }
        return Self(held: held.merging(other.held) { first, _ in first })
    }

    public func add(to fingerprint: inout Fingerprint) {
        for (balancer, servers) in held.sorted(by: { $0.key < $1.key }) {
            fingerprint.field("balancer", balancer)
            fingerprint.field("held", servers)
        }
    }

    public var record: [String: String] { held.mapValues { $0.joined(separator: " ") } }
}
