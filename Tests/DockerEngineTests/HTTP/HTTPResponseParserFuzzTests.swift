import Testing

@testable import DockerEngine

@Suite("HTTP responses, mutated")
struct HTTPResponseParserFuzzTests {
    private static let seeds: [String] = [
        "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 12\r\n\r\nhello, world",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x=1\r\n, world\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 404 X\r\nContent-Length: 2\r\n\r\nno",
    ]

    /// Whatever the bytes, the parser neither crashes nor hangs, gives the same
    /// answer however they are cut, and makes no body bytes up.
    @Test("random changes", arguments: 0..<8)
    func mutations(round: UInt64) throws {
        let seed = UInt64.random(in: .min ... .max) &+ round
        var random = SplitMix64(seed: seed)
        for _ in 0..<1500 {
            var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 0...4, using: &random) { Self.mutate(&bytes, &random) }
            let whole = Self.outcome([bytes])
            let pieces = Self.outcome(Self.cut(bytes, &random))
            #expect(whole == pieces, "seed \(seed), bytes \(bytes)")
            let bodyBytes = whole.responses.reduce(0) { $0 + $1.body.count }
            #expect(bodyBytes <= bytes.count, "seed \(seed), bytes \(bytes)")
        }
    }

    struct Outcome: Equatable {
        var responses: [HTTPResponse]
        var failed: Bool
    }

    private static func outcome(_ portions: [[UInt8]]) -> Outcome {
        var parser = HTTPResponseParser()
        var responses: [HTTPResponse] = []
        do {
            for portion in portions {
                parser.append(portion)
                while let event = try parser.next() {
                    switch event {
                    case .head(let head): responses.append(HTTPResponse(head: head, body: []))
                    case .body(let bytes): responses[responses.count - 1].body += bytes
                    case .end: break
                    }
                }
            }
            return Outcome(responses: responses, failed: false)
        } catch {
            return Outcome(responses: responses, failed: true)
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: min(place, bytes.count))
        case 3: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        default: bytes += bytes[min(place, bytes.count)...]
        }
    }

    private static func cut(_ bytes: [UInt8], _ random: inout SplitMix64) -> [[UInt8]] {
        var portions: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 9), using: &random)
            portions.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return portions
    }
}
