import SSH

extension [UInt8] {
    /// Bytes that repeat only after a long while, from a seed.
    static func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}

extension ByteStream {
    /// Reads until `count` bytes have come.
    func read(atLeast count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = try await read()
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
        return bytes
    }

    /// Reads to the end.
    func readAll() async throws -> [UInt8] {
        try await read(atLeast: .max)
    }

    func readLine() async throws -> String {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n") {
            let piece = try await read()
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        return bytes.text
    }
}

extension Transport {
    func shell(_ script: String, input: [UInt8] = [], timeout: Duration = .seconds(30)) async throws -> CommandResult {
        try await run(RemoteCommand(["sh", "-c", script], input: input, timeout: timeout))
    }

    /// Waits until a shell condition holds on the host.
    func wait(for condition: String) async throws {
        _ = try await shell("until \(condition); do sleep 0.02; done")
    }
}
