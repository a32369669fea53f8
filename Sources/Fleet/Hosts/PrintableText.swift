/// Words of a host, fit to be shown: its last lines, control characters but
/// the line feed replaced.
struct PrintableText {
    let tail: String

    init(_ bytes: [UInt8]) {
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).suffix(20).map { line in
            String(
                String.UnicodeScalarView(
                    line.unicodeScalars.prefix(500).map { scalar in
                        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : scalar
                    }))
        }
        tail = lines.joined(separator: "\n")
    }
}
