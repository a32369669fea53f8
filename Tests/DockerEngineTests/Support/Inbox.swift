import Synchronization

/// The requests in what was written onto a stream.
final class Inbox: Sendable {
    private let unread = Mutex<[UInt8]>([])

    /// The requests that are whole now.
    func take(_ bytes: [UInt8]) -> [ScriptedEngine.Request] {
        unread.withLock { unread in
            unread += bytes
            var requests: [ScriptedEngine.Request] = []
            while let (request, length) = Self.first(in: String(decoding: unread, as: UTF8.self)) {
                requests.append(request)
                unread.removeFirst(length)
            }
            return requests
        }
    }

    private static func first(in text: String) -> (ScriptedEngine.Request, length: Int)? {
        guard let (head, rest) = cut(text, at: "\r\n\r\n") else { return nil }
        let lines = head.split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        let headers = lines.dropFirst().map { $0.lowercased() }
        var body = ""
        var length = head.utf8.count + 4
        if let field = headers.first(where: { $0.hasPrefix("content-length: ") }),
            let count = Int(field.dropFirst("content-length: ".count))
        {
            guard rest.utf8.count >= count else { return nil }
            body = String(decoding: rest.utf8.prefix(count), as: UTF8.self)
            length += count
        } else if headers.contains("transfer-encoding: chunked") {
            var tail = rest
            while true {
                guard let (size, afterSize) = cut(tail, at: "\r\n"), let count = Int(size, radix: 16),
                    afterSize.utf8.count >= count + 2
                else { return nil }
                length += size.utf8.count + 4 + count
                body += String(decoding: afterSize.utf8.prefix(count), as: UTF8.self)
                tail = String(decoding: afterSize.utf8.dropFirst(count + 2), as: UTF8.self)
                if count == 0 { break }
            }
        }
        return (ScriptedEngine.Request(method: String(words[0]), target: String(words[1]), body: body), length)
    }

    private static func cut(_ text: String, at separator: String) -> (String, String)? {
        // Compare bytes: CR LF is one character.
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        guard bytes.count >= mark.count,
            let start = (0...bytes.count - mark.count).first(where: { bytes[$0...].starts(with: mark) })
        else { return nil }
        return (
            String(decoding: bytes[..<start], as: UTF8.self),
            String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
        )
    }
}
