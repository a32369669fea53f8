import BrokerModel
import Foundation
import SimulatedFleet

extension DemoBroker {
    /// Made up, like everything here.
    static func secret(_ name: String) -> Secret {
        guard name.contains("certificate") else { return Secret("secret-\(name)") }
        return Secret(SimulatedCertificate.pem(note: "demonstration"))
    }

    /// A host key that no host has.
    static func key(_ number: Int) -> String {
        var bytes: [UInt8] = [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32]
        bytes += [UInt8](repeating: UInt8(number + 1), count: 32)
        return "ssh-ed25519 " + Data(bytes).base64EncodedString()
    }
}
