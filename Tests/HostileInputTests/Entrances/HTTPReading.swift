@testable import DockerEngine

/// What a parser makes of a stream: the responses it saw and how it ended.
struct HTTPReading: Equatable {
    private var heads: [HTTPResponseHead] = []
    private var bodies: [[UInt8]] = []
    private var isOpen = false
    private var error: HTTPProtocolError?

    init(of portions: [[UInt8]]) {
        var limits = HTTPLimits()
        (limits.line, limits.head, limits.fields, limits.body) = (256, 1024, 16, 4096)
        var parser = HTTPResponseParser(limits: limits)
        do {
            for portion in portions {
                parser.append(portion)
                while let event = try parser.next() { take(event) }
            }
            try parser.finish()
            while let event = try parser.next() { take(event) }
        } catch {
            self.error = error
        }
    }

    private mutating func take(_ event: HTTPResponseParser.Event) {
        switch event {
        case .head(let head):
            heads.append(head)
            bodies.append([])
            isOpen = true
        case .body(let bytes): bodies[bodies.count - 1] += bytes
        case .end: isOpen = false
        }
    }
}
