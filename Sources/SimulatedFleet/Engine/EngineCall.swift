import Foundation

/// One request to the engine, taken apart.
struct EngineCall: Sendable {
    var method: String

    /// Without the version, unescaped: `["containers", "x", "json"]`.
    var path: [String]
    var query: [String: String]
    var body: [UInt8]

    var isChange: Bool { method != "GET" }

    /// Takes the first whole request off `bytes`; nil when there is none yet.
    static func take(from bytes: inout [UInt8]) -> EngineCall? {
        guard let end = headEnd(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        var length = 0
        var isChunked = false
        for line in lines.dropFirst() {
            if line.lowercased().hasPrefix("content-length:") {
                length = Int(line.dropFirst("content-length:".count).filter { $0 != " " }) ?? 0
            }
            if line.lowercased() == "transfer-encoding: chunked" { isChunked = true }
        }
        guard let first = lines.first else { return nil }
        let body: [UInt8]
        if isChunked {
            guard let (whole, count) = chunks(bytes[(end + 4)...]) else { return nil }
            body = whole
            length = count
        } else {
            guard bytes.count >= end + 4 + length else { return nil }
            body = Array(bytes[(end + 4)..<(end + 4 + length)])
        }
        bytes.removeFirst(end + 4 + length)
        let words = first.split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        return EngineCall(method: words[0], target: words[1], body: body)
    }

    /// A body in chunks (RFC 9112, section 7.1), and how many bytes it takes; nil
    /// when it is not whole.
    private static func chunks(_ bytes: ArraySlice<UInt8>) -> (body: [UInt8], count: Int)? {
        var body: [UInt8] = []
        var rest = bytes
        while let line = rest.firstIndex(of: UInt8(ascii: "\r")) {
            guard let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16), size >= 0,
                rest.endIndex - line >= size + 4
            else { return nil }
            body += rest[(line + 2)..<(line + 2 + size)]
            rest = rest[(line + 2 + size + 2)...]
            if size == 0 { return (body, rest.startIndex - bytes.startIndex) }
        }
        return nil
    }

    /// Where the empty line after the head begins.
    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        var from = 0
        while let end = bytes[from...].firstIndex(of: UInt8(ascii: "\r")), end + 3 < bytes.count {
            if bytes[end + 1] == 10, bytes[end + 2] == 13, bytes[end + 3] == 10 { return end }
            from = end + 1
        }
        return nil
    }

    private init(method: String, target: String, body: [UInt8]) {
        self.method = method
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var path = parts[0].split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        // `/v1.44/…`
        if path.first?.hasPrefix("v1.") == true { path.removeFirst() }
        self.path = path
        query = [:]
        guard parts.count > 1 else { return }
        for item in parts[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            query[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
    }
}
