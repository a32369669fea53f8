import FoundationEssentials

/// The header of an age file (https://age-encryption.org/v1), which is not
/// encrypted: a stanza for each recipient. It does not tell who they are; that
/// is by design.
enum AgeHeader {
    /// How many recipients can open the file; nil when it is none of age.
    static func recipientCount(_ file: [UInt8]) -> Int? {
        guard let binary = binary(file), binary.starts(with: "age-encryption.org/v1\n".utf8) else { return nil }
        var count = 0
        for line in binary.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            // The line with the header's authentication code ends it.
            if line.starts(with: "---".utf8) { return count > 0 ? count : nil }
            // age mixes in a stanza of no type it knows, so that programs learn to pass over those (1.2).
            if line.starts(with: "-> ".utf8), !isGrease(line) { count += 1 }
        }
        return nil
    }

    private static func isGrease(_ stanza: ArraySlice<UInt8>) -> Bool {
        let type = stanza.dropFirst(3).prefix { $0 != UInt8(ascii: " ") }
        return type.reversed().starts(with: "-grease".utf8.reversed())
    }

    /// The file without its armor.
    private static func binary(_ file: [UInt8]) -> [UInt8]? {
        let begin = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
        guard file.starts(with: begin) else { return file }
        let body = file.dropFirst(begin.count).prefix { $0 != UInt8(ascii: "-") }
        return Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters).map(Array.init)
    }
}
