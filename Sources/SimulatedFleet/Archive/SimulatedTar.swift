/// Tar archives as a simulated engine writes and reads them (POSIX.1-2017,
/// ustar): files only.
public enum SimulatedTar {
    /// - Parameter members: names of at most 100 bytes, and contents.
    public static func bytes(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, content) in members {
            bytes += header(name, size: content.count) + content
            bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    /// The files of an archive by their names; nil when it is cut off or makes no
    /// sense.
    static func files(in bytes: [UInt8]) -> [String: [UInt8]]? {
        var files: [String: [UInt8]] = [:]
        var position = 0
        while position + 512 <= bytes.count {
            let block = bytes[position..<position + 512]
            position += 512
            if block.allSatisfy({ $0 == 0 }) { return files }
            let name = String(decoding: block.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
            let digits = String(decoding: block.dropFirst(124).prefix(11), as: UTF8.self)
            guard let size = Int(digits, radix: 8), position + size <= bytes.count else { return nil }
            files[name] = Array(bytes[position..<position + size])
            position += size + (512 - size % 512) % 512
        }
        return nil
    }

    private static func header(_ name: String, size: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int, _ digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: digits - text.utf8.count) + text
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put(octal(size, 11), at: 124)
        put("        0", at: 148)
        put("ustar\u{0}00", at: 257)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0}", at: 148)
        return block
    }
}
