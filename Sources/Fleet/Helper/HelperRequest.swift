internal import BrokerModel

/// The bytes of a request to the host helper (docs/host-helper.md).
struct HelperRequest {
    private(set) var bytes: [UInt8] = []

    /// Whether only the helper of this version reads it: another one may know
    /// less.
    let isForOwnScript: Bool

    /// - Parameters:
    ///   - script: the digest the installed helper must have; nil takes any
    ///     that speaks this protocol.
    ///   - token: the lease under which changes are made.
    init(host: HostName, home: AbsolutePath, token: Int?, script: Digest?) {
        isForOwnScript = script != nil
        line("isobar-request", HelperScript.protocolVersion)
        line("digest", script?.hexadecimal ?? "-")
        line("host", host.text)
        line("home", home.text)
        line("token", token.map(String.init) ?? "-")
    }

    mutating func line(_ key: String, _ value: Int) {
        line(key, String(value))
    }

    /// Appends `key value`.
    ///
    /// A control character, which could begin a line of its own, becomes a
    /// question mark; the helper refuses that wherever it matters.
    mutating func line(_ key: String, _ value: String) {
        word(key + " " + value)
    }

    /// Appends many lines of a look, which the helper takes in one piece: reading
    /// them one by one costs it a system call for every byte.
    mutating func lines(_ lines: [(key: String, value: String)]) {
        var block = self
        block.bytes = []
        for line in lines { block.line(line.key, line.value) }
        if isForOwnScript, !lines.isEmpty { line("lines", block.bytes.count) }
        bytes += block.bytes
    }

    /// Appends a line of one word.
    mutating func word(_ text: String) {
        bytes += text.utf8.map { $0.isControl ? UInt8(ascii: "?") : $0 }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends digest, size and bytes of a payload.
    mutating func payload(_ contents: [UInt8]) {
        line("digest", Digest(of: contents).hexadecimal)
        line("size", contents.count)
        bytes += contents
    }
}
