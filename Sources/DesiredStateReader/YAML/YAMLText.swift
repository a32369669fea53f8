/// The text of a YAML file: valid UTF-8 of a bearable size, without a byte
/// order mark and without characters YAML forbids (YAML 1.2.2, section 5.1).
struct YAMLText {
    /// Stands for the `*` of what may be an alias; see ``YAMLComposer``.
    static let aliasMark: Unicode.Scalar = "\u{E000}"

    let text: String

    init(_ bytes: [UInt8]) throws(SyntaxError) {
        guard bytes.count <= YAMLDocument.Limits.bytes else {
            throw SyntaxError("the file has \(bytes.count) bytes; at most \(YAMLDocument.Limits.bytes) are read")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw SyntaxError("the file is UTF-16", hint: "save it as UTF-8")
        }
        let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        text = try Self.decode(hasByteOrderMark ? Array(bytes.dropFirst(3)) : bytes)
    }

    private static func decode(_ bytes: [UInt8]) throws(SyntaxError) -> String {
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput:
                return String(decoding: bytes, as: UTF8.self)
            case .error:
                throw SyntaxError("the file is not UTF-8", hint: "save it as UTF-8", line: line, column: column)
            case .scalarValue("\n"):
                line += 1
                column = 1
            case .scalarValue(let scalar):
                guard isAllowed(scalar) else {
                    let name = "U+" + String(scalar.value, radix: 16, uppercase: true).padded(to: 4)
                    throw SyntaxError("the character \(name) may not stand in YAML", line: line, column: column)
                }
                column += 1
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case aliasMark.value, 0xFEFF: false
        case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - utf8.count)) + self
    }
}
