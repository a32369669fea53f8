import BrokerModel

/// Requests to the helper, written by hand: what is compared here is the
/// protocol, not Fleet's own words.
struct HelperText {
    private(set) var bytes: [UInt8]

    init(token: Int?) {
        bytes = Array(
            "isobar-request 1\ndigest -\nhost host01\nhome /home/gb\ntoken \(token.map(String.init) ?? "-")\n".utf8)
    }

    mutating func lines(_ lines: String...) {
        for line in lines { bytes += Array((line + "\n").utf8) }
    }

    /// The lines in one piece.
    mutating func block(_ lines: [String]) {
        let block = Array(lines.map { $0 + "\n" }.joined().utf8)
        self.lines("lines \(block.count)")
        bytes += block
    }

    mutating func payload(_ contents: [UInt8]) {
        lines("digest \(Digest(of: contents).hexadecimal)", "size \(contents.count)")
        bytes += contents
    }
}
