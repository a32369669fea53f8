/// A pattern in which `*` stands for any text, also for none and also for slashes.
public struct GlobPattern: Sendable, Hashable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// Whether the whole of `text` matches. Never goes back over more than the last
    /// star, so that no pattern takes long.
    public func matches(_ text: String) -> Bool {
        let text = Array(text.utf8)
        let pattern = Array(self.text.utf8)
        var position = 0
        var place = 0
        var star: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = star {
                star = (last.place, last.position + 1)
                place = last.place + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
