/// Reads what Redis answers, reply by reply (RESP2).
///
/// Pure, and total: any bytes give replies or a ``MalformedAnswer``.
struct RedisReplies {
    enum Reply: Equatable {
        case text(String)
        case number(Int)
        case refusal(String)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next() throws(MalformedAnswer) -> Reply {
        let line = try line()
        let value = String(decoding: line.dropFirst(), as: UTF8.self)
        switch line.first {
        case UInt8(ascii: "+"): return .text(value)
        case UInt8(ascii: "-"): return .refusal(value)
        case UInt8(ascii: ":"):
            guard let number = Int(value) else { throw MalformedAnswer("a number of Redis is none") }
            return .number(number)
        case UInt8(ascii: "$"):
            guard let length = Int(value), length >= 0, length <= rest.count - 2 else {
                throw MalformedAnswer("an answer of Redis is cut off")
            }
            let text = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length + 2)
            return .text(text)
        default: throw MalformedAnswer("what answers is not Redis")
        }
    }

    /// Up to the next CR LF.
    private mutating func line() throws(MalformedAnswer) -> ArraySlice<UInt8> {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\r")), rest.index(after: end) < rest.endIndex else {
            throw MalformedAnswer("an answer of Redis is cut off")
        }
        let line = rest[..<end]
        rest = rest[(end + 2)...]
        return line
    }
}
