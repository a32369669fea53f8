import BrokerModel

extension SimulatedHost {
    /// As the engine's identifiers look.
    static func identifier(_ text: String) -> String { Digest(of: Array(text.utf8)).hexadecimal }
}
