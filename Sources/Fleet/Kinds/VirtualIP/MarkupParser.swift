/// Reads the XML that pacemaker's programs write (W3C XML 1.0, the part of it
/// they use): elements, attributes, comments, the five entities and character
/// references. A document type, which could define more entities, is refused.
///
/// Total: any bytes give an element or ``MalformedAnswer``.
struct MarkupParser {
    private let bytes: [UInt8]
    private var position = 0

    /// Elements within elements, at most.
    private static let depthLimit = 64

    static func parse(_ text: String) throws(MalformedAnswer) -> MarkupElement {
        var parser = MarkupParser(bytes: Array(text.utf8))
        guard let root = try parser.nextElement(depth: 0) else { throw MalformedAnswer("the XML has no element") }
        guard try parser.nextElement(depth: 0) == nil else { throw MalformedAnswer("the XML has two roots") }
        return root
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The next element before the end of the one around it; nil at that end.
    private mutating func nextElement(depth: Int) throws(MalformedAnswer) -> MarkupElement? {
        guard depth < Self.depthLimit else { throw MalformedAnswer("the XML is too deep") }
        while true {
            while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
            guard position < bytes.count else { return nil }
            if skip("<!--") { try skipPast("-->") } else if skip("<?") { try skipPast("?>") } else { break }
        }
        guard !starts("<!") else { throw MalformedAnswer("the XML has a document type") }
        if starts("</") { return nil }
        position += 1
        return try element(depth: depth)
    }

    private mutating func element(depth: Int) throws(MalformedAnswer) -> MarkupElement {
        var element = MarkupElement(name: try name())
        while true {
            skipBlanks()
            if skip("/>") { return element }
            if skip(">") { break }
            let attribute = try name()
            skipBlanks()
            guard skip("=") else { throw MalformedAnswer("an attribute has no value") }
            skipBlanks()
            element.attributes[attribute] = try value()
        }
        while let child = try nextElement(depth: depth + 1) { element.children.append(child) }
        guard skip("</" + element.name) else { throw MalformedAnswer("the XML is cut off in \(element.name)") }
        skipBlanks()
        guard skip(">") else { throw MalformedAnswer("the XML is cut off in \(element.name)") }
        return element
    }

    private mutating func name() throws(MalformedAnswer) -> String {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        guard position > start else { throw MalformedAnswer("the XML misses a name") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }

    private mutating func value() throws(MalformedAnswer) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else { throw MalformedAnswer("a value has no quote") }
        let quote = bytes[position]
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: quote) else { throw MalformedAnswer("a value has no end") }
        position = end + 1
        return try Self.resolved(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    /// The text with references in the place of what they stand for.
    private static func resolved(_ text: String) throws(MalformedAnswer) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";"),
                let character = character(of: rest[rest.index(after: mark)..<end])
            else { throw MalformedAnswer("the XML has an unknown entity") }
            result.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(of reference: Substring) -> Character? {
        if let known = entities[reference] { return known }
        guard reference.hasPrefix("#") else { return nil }
        let digits = reference.dropFirst()
        let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(Unicode.Scalar.init).map(Character.init)
    }

    private static let entities: [Substring: Character] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    // MARK: - Bytes

    private func starts(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

    private mutating func skip(_ word: String) -> Bool {
        guard starts(word) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func skipPast(_ word: String) throws(MalformedAnswer) {
        while position < bytes.count {
            if skip(word) { return }
            position += 1
        }
        throw MalformedAnswer("the XML is cut off")
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
}
