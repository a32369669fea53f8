/// Takes apart the two outputs of a container, which the engine sends in one
/// stream: frames of one byte for the output, three zeros, the length in four
/// bytes (big endian) and the bytes (Engine API, "Attach to a container",
/// stream format).
///
/// A container with a terminal has one output and no frames; what does not look
/// like a frame is taken as its bytes.
struct LogDemultiplexer: Sendable {
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    private var errors: [UInt8] = []
    private var finished: [ContainerLogLine] = []
    private var isRaw = false

    mutating func add(_ bytes: [UInt8]) {
        input += bytes
        var start = 0
        while !isRaw, input.count - start >= 8 {
            let header = input[start..<start + 8]
            guard let source = Self.source(header) else {
                isRaw = true
                break
            }
            let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
            guard input.count - start - 8 >= length else { break }
            append(input[start + 8..<start + 8 + length], to: source)
            start += 8 + length
        }
        input.removeFirst(start)
        if isRaw {
            append(input[...], to: .standardOutput)
            input = []
        }
    }

    /// The lines so far, the unfinished last ones included.
    var lines: [ContainerLogLine] {
        var all = finished
        for (rest, source) in [(output, ContainerLogLine.Source.standardOutput), (errors, .standardError)]
        where !rest.isEmpty {
            all.append(Self.line(rest, source))
        }
        return all
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, to source: ContainerLogLine.Source) {
        var line = source == .standardOutput ? output : errors
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                finished.append(Self.line(line, source))
                line = []
            } else {
                line.append(byte)
            }
        }
        if source == .standardOutput { output = line } else { errors = line }
    }

    private static func line(_ bytes: [UInt8], _ source: ContainerLogLine.Source) -> ContainerLogLine {
        ContainerLogLine(source: source, text: PlainText(bytes).text)
    }

    private static func source(_ header: ArraySlice<UInt8>) -> ContainerLogLine.Source? {
        guard header.dropFirst().prefix(3).allSatisfy({ $0 == 0 }) else { return nil }
        switch header.first {
        case 0, 1: return .standardOutput
        case 2: return .standardError
        default: return nil
        }
    }
}
