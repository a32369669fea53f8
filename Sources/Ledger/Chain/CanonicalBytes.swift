import BrokerModel

/// Named values in the one form that hashes of the ledger cover: each name and
/// each value with its length, as ``Fingerprint`` writes them, so that no two
/// different sequences give the same bytes.
///
/// A ledger has millions of rows; the bytes are gathered in one buffer that is
/// used again for the next.
struct CanonicalBytes {
    private var bytes: [UInt8] = []

    mutating func field(_ name: StaticString, _ value: String?) {
        write(name)
        if let value { write(value) } else { count(-1) }
    }

    mutating func field(_ name: StaticString, _ value: Int64) {
        write(name)
        count(value)
    }

    /// An integer that may be missing, as text.
    mutating func field(_ name: StaticString, optional value: Int64?) {
        field(name, value.map { String($0) })
    }

    /// As its description.
    mutating func field(_ name: StaticString, _ value: Digest?) {
        write(name)
        guard let value else { return count(-1) }
        count(Int64("sha256:".utf8.count + 64))
        bytes.append(contentsOf: "sha256:".utf8)
        value.appendHexadecimal(to: &bytes)
    }

    /// The digest of all fields so far; begins anew.
    mutating func finish() -> Digest {
        defer { bytes.removeAll(keepingCapacity: true) }
        return Digest(of: bytes)
    }

    /// Puts a digest in the place of what was gathered when that is much, so that
    /// a million rows need no more memory than a few.
    mutating func fold() {
        guard bytes.count > 1 << 16 else { return }
        field("above", finish())
    }

    private mutating func write(_ text: String) {
        count(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: StaticString) {
        count(Int64(text.utf8CodeUnitCount))
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func count(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
