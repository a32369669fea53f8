/// What blocks before a member say of it: pax records and GNU's long names.
struct TarAttributes: Sendable {
    /// Types of blocks that hold attributes of the next member (`x`, `L`, `K`).
    /// Those of all members that follow (`g`) say nothing that matters.
    static let types: Set<UInt8> = [UInt8(ascii: "x"), UInt8(ascii: "L"), UInt8(ascii: "K")]

    var name: String?
    var link: String?
    var size: Int64?

    mutating func read(_ content: [UInt8], type: UInt8) throws(ArchiveTrouble) {
        switch type {
        case UInt8(ascii: "L"): name = TarHeader.text(content[...])
        case UInt8(ascii: "K"): link = TarHeader.text(content[...])
        default: try readRecords(content)
        }
    }

    /// `LENGTH KEYWORD=VALUE\n`, where the length counts all of the record.
    private mutating func readRecords(_ content: [UInt8]) throws(ArchiveTrouble) {
        var rest = content[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != 0x20 }
            guard digits.count <= 6, let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count
            else { throw ArchiveTrouble("an attribute in it makes no sense") }
            let record = rest.prefix(length).dropFirst(digits.count + 1).dropLast()
            rest = rest.dropFirst(length)
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw ArchiveTrouble("an attribute in it makes no sense")
            }
            let value = String(decoding: record[(equals + 1)...], as: UTF8.self)
            switch String(decoding: record[..<equals], as: UTF8.self) {
            case "path": name = value
            case "linkpath": link = value
            case "size":
                guard let size = Int64(value) else { throw ArchiveTrouble("an attribute in it makes no sense") }
                self.size = size
            default: break
            }
        }
    }
}
