/// Reads a request to the helper line by line, as the script does.
struct HelperRequestReader {
    /// The request ends in the middle of what was expected.
    struct Malformed: Error {
        var explanation: String
    }

    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func line() throws(Malformed) -> String {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
            throw Malformed(explanation: "the request ended early")
        }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// The value of the line `KEY VALUE`.
    mutating func want(_ key: String) throws(Malformed) -> String {
        let line = try line()
        guard line.hasPrefix(key + " ") else { throw Malformed(explanation: "the line '\(key) …' was expected") }
        return String(line.dropFirst(key.count + 1))
    }

    mutating func number(_ key: String) throws(Malformed) -> Int {
        guard let number = Int(try want(key)), number >= 0 else { throw Malformed(explanation: "digest or size") }
        return number
    }

    mutating func payload(_ size: Int) throws(Malformed) -> [UInt8] {
        guard bytes.count - position >= size else { throw Malformed(explanation: "the request ended early") }
        defer { position += size }
        return Array(bytes[position..<position + size])
    }
}
