import BrokerModel
import SimulatedFleet

/// The secrets of a simulation: each holds a mark that must never show up
/// where no secret belongs.
enum Canaries {
    /// In every secret.
    static let mark = "canaryQx7Z"

    static func secret(_ name: String, ciphertext: [UInt8]) -> Secret {
        let version = Digest(of: ciphertext).hexadecimal.prefix(6)
        let value = "\(mark)-\(name)-\(version)"
        guard name.contains("certificate") else { return Secret(value) }
        return Secret(SimulatedCertificate.pem(note: value))
    }
}
