import BrokerModel
import Foundation

extension DemoBroker {
    /// Made up, like everything here.
    static func secret(_ name: String) -> Secret {
        guard name.contains("certificate") else { return Secret("secret-\(name)") }
        return Secret(
            """
            -----BEGIN CERTIFICATE-----
            demo
            -----END CERTIFICATE-----
            -----BEGIN PRIVATE KEY-----
            demo
            -----END PRIVATE KEY-----

            """)
    }

    /// A host key that no host has.
    static func key(_ number: Int) -> String {
        var bytes: [UInt8] = [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32]
        bytes += [UInt8](repeating: UInt8(number + 1), count: 32)
        return "ssh-ed25519 " + Data(bytes).base64EncodedString()
    }
}
