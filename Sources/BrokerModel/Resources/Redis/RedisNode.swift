/// A node of a Redis cluster, as one of its nodes knows it: a line of
/// `CLUSTER NODES`.
public struct RedisNode: Sendable, Hashable, Codable {
    /// What it is known by, whatever its address: 40 hexadecimal digits.
    public var id: String

    /// Empty where it is not known.
    public var address: String

    /// As Redis writes them: `myself`, `master`, `slave`, `fail`, `fail?`,
    /// `noaddr`, `handshake`.
    public var flags: Set<String>

    /// The node it follows; nil for a master.
    public var master: String?

    /// Whether the connection to it stands.
    public var isConnected: Bool

    /// What it is master of.
    public var slots: [ClosedRange<Int>]

    public init(
        id: String, address: String = "", flags: Set<String>, master: String? = nil, isConnected: Bool = true,
        slots: [ClosedRange<Int>] = []
    ) {
        self.id = id
        self.address = address
        self.flags = flags
        self.master = master
        self.isConnected = isConnected
        self.slots = slots
    }

    /// Parses a line; nil when it is none.
    ///
    /// `ID ADDRESS:PORT@BUS[,NAME] FLAGS MASTER PING PONG EPOCH LINK SLOTS…`
    /// (Redis manual, `CLUSTER NODES`). A slot that is being moved stands in
    /// brackets and says nothing of who has it.
    public init?(line: some StringProtocol) {
        let words = line.split(separator: Character(" ")).map { String($0) }
        guard words.count >= 8, Self.isID(words[0]) else { return nil }
        id = words[0]
        let place = words[1].prefix { $0 != "@" }
        address = place.lastIndex(of: ":").map { String(place[..<$0]) } ?? ""
        flags = Set(words[2].split(separator: Character(",")).map(String.init))
        master = Self.isID(words[3]) ? words[3] : nil
        isConnected = words[7] == "connected"
        slots = []
        for word in words[8...] where !word.hasPrefix("[") {
            let ends = word.split(separator: Character("-")).compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last,
                (0..<RedisClusterSpecification.slots).contains(last)
            else { return nil }
            slots.append(first...last)
        }
    }

    private static func isID(_ word: String) -> Bool {
        word.utf8.count == 40
            && word.utf8.allSatisfy { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    public var isSelf: Bool { flags.contains("myself") }
    public var isMaster: Bool { flags.contains("master") }

    /// Whether it is only a name so far: nothing was heard of it yet.
    public var isStranger: Bool { flags.contains("handshake") }

    /// Whether the others agree that it is gone, or do not know where it is.
    public var isLost: Bool { flags.contains("fail") || flags.contains("noaddr") }

    /// Whether it answers the one that tells of it.
    public var isReached: Bool {
        isSelf || (isConnected && !isLost && !flags.contains("fail?") && !isStranger)
    }

    public var slotCount: Int { slots.reduce(0) { $0 + $1.count } }
}
