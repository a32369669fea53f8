/// Sees every change a controller makes, at the moment it is made.
public protocol EffectWitness: Sendable {
    /// - Parameters:
    ///   - hosts: all hosts, as they are with the effect.
    ///   - now: seconds on the fleet's timer.
    mutating func saw(_ effect: Effect, hosts: [String: SimulatedHost], now: Duration)

    /// A command line was started on a host; the words a shell would get.
    mutating func saw(command: String, on host: String)
}
