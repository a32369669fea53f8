/// Reads a tar archive out of bytes that arrive in any portions.
///
/// A value without I/O: bytes go in with ``append(_:)``, events come out of
/// ``next()`` until it has none left. It reads what `docker save` and other
/// builders of images write: the ustar, pax and GNU formats. Names are data
/// and nothing is ever written to where they point.
struct TarScanner: Sendable {
    enum Event: Sendable, Equatable {
        case member(TarMember)
        /// A piece of the content of the last member, never empty.
        case content([UInt8])
        /// The archive is over; what follows is not read.
        case end
    }

    private enum State {
        case header
        /// Content of the last member; `padding` follows it.
        case content(left: Int64, padding: Int)
        case padding(Int)
        /// Attributes of the next member are collected.
        case attributes(type: UInt8, left: Int, padding: Int)
        case ended
    }

    /// Bytes of one set of attributes at most: a few names.
    private static let attributesLimit = 64 << 10

    private var state = State.header
    private var bytes: [UInt8] = []
    private var start = 0
    private var collected: [UInt8] = []
    private var attributes = TarAttributes()
    private var skips = false

    private var available: Int { bytes.count - start }

    /// Whether it has seen the end.
    var hasEnded: Bool {
        if case .ended = state { true } else { false }
    }

    mutating func append(_ more: [UInt8]) {
        if available == 0 {
            bytes = more
        } else {
            bytes.removeSubrange(..<start)
            bytes += more
        }
        start = 0
    }

    /// Leaves out the rest of the content of the last member.
    mutating func skip() { skips = true }

    /// How many bytes may be left out of what comes next, because nobody wants
    /// them.
    var skippable: Int64 {
        guard available == 0, skips, case .content(let left, let padding) = state else { return 0 }
        return left + Int64(padding)
    }

    /// Tells that ``skippable`` bytes were left out.
    mutating func skipped() {
        guard skippable > 0 else { return }
        state = .header
    }

    /// The next event; nil when more bytes are needed for one.
    mutating func next() throws(ArchiveTrouble) -> Event? {
        while true {
            switch state {
            case .header:
                guard available >= TarHeader.size else { return nil }
                let block = take(TarHeader.size)
                if block.allSatisfy({ $0 == 0 }) {
                    state = .ended
                    return .end
                }
                if let member = try read(TarHeader(block)) { return .member(member) }
            case .content(0, let padding):
                state = .padding(padding)
            case .content(let left, let padding):
                guard available > 0 else { return nil }
                let piece = take(Int(min(left, Int64(available))))
                state = .content(left: left - Int64(piece.count), padding: padding)
                if !skips { return .content(Array(piece)) }
            case .padding(0):
                state = .header
            case .padding(let left):
                guard available > 0 else { return nil }
                state = .padding(left - take(min(left, available)).count)
            case .attributes(let type, 0, let padding):
                try attributes.read(collected, type: type)
                state = .padding(padding)
            case .attributes(let type, let left, let padding):
                guard available > 0 else { return nil }
                let piece = take(min(left, available))
                collected += piece
                state = .attributes(type: type, left: left - piece.count, padding: padding)
            case .ended:
                return nil
            }
        }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { start += count }
        return bytes[start..<(start + count)]
    }

    /// - Returns: the member that begins; nil when the block is about the next.
    private mutating func read(_ header: TarHeader) throws(ArchiveTrouble) -> TarMember? {
        if TarAttributes.types.contains(header.type) {
            guard header.contentSize <= Self.attributesLimit else {
                throw ArchiveTrouble("the name of something in it is too long")
            }
            collected = []
            state = .attributes(
                type: header.type, left: Int(header.contentSize), padding: TarHeader.padding(after: header.contentSize))
            return nil
        }
        var member = TarMember(
            name: attributes.name ?? header.name, kind: .other, size: attributes.size ?? header.contentSize)
        guard (0...TarHeader.largestContent).contains(member.size) else {
            throw ArchiveTrouble("it holds something of an impossible size")
        }
        let link = attributes.link ?? header.link
        attributes = TarAttributes()
        while member.name.hasPrefix("./") { member.name.removeFirst(2) }
        switch header.type {
        case UInt8(ascii: "0"), UInt8(ascii: "7"), 0: member.kind = .file
        case UInt8(ascii: "1"): (member.kind, member.size) = (.hardLink(to: link), 0)
        case UInt8(ascii: "2"): (member.kind, member.size) = (.symbolicLink(to: link), 0)
        case UInt8(ascii: "3")...UInt8(ascii: "6"): member.size = 0
        default: break
        }
        skips = member.kind != .file
        state = .content(left: member.size, padding: TarHeader.padding(after: member.size))
        return member
    }
}
