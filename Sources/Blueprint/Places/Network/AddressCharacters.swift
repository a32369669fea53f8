import BrokerModel

/// The bytes IPv4 and IPv6 addresses are written in.
enum AddressCharacters {
    static func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            true
        default: byte.isDigit
        }
    }
}
