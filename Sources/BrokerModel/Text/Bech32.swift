/// Bech32 (BIP 173), in which age writes X25519 recipients: a prefix, `1`, the
/// data in characters of five bits each, and a check sum of six.
public enum Bech32 {
    /// Whether `text` is the bech32 of `byteCount` bytes under `prefix`, in
    /// lower case and with the right check sum: a mistyped character shows.
    public static func isValid(_ text: some StringProtocol, prefix: String, byteCount: Int) -> Bool {
        let bytes = Array(text.utf8)
        let head = Array(prefix.utf8) + [UInt8(ascii: "1")]
        guard bytes.starts(with: head) else { return false }
        let data = bytes[head.count...].compactMap { alphabet.firstIndex(of: $0) }
        let length = (byteCount * 8 + 4) / 5
        guard data.count == bytes.count - head.count, data.count == length + checksumLength,
            // The bits that fill up the last character are zero.
            data[length - 1] & ((1 << (length * 5 - byteCount * 8)) - 1) == 0
        else { return false }
        return checksum(of: prefix, data) == 1
    }

    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let checksumLength = 6
    private static let generator = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]

    /// 1 for a text whose check sum is right.
    private static func checksum(of prefix: String, _ data: [Int]) -> Int {
        let prefix = prefix.utf8.map { Int($0) }
        return (prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 } + data).reduce(1) { sum, value in
            let top = sum >> 25
            var next = (sum & 0x1FF_FFFF) << 5 ^ value
            for (bit, term) in generator.enumerated() where top >> bit & 1 == 1 { next ^= term }
            return next
        }
    }
}
