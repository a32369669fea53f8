extension ApplyPolicy {
    /// Whether the policy admits an image.
    public func allows(_ image: ImageReference) -> Bool {
        Self.admits(image.text, allowedImages)
    }

    /// Whether the policy lets hosts take packages from a source.
    public func allows(_ source: PackageSource) -> Bool {
        Self.admits(source.url, allowedPackageSources)
    }

    private static func admits(_ text: String, _ patterns: [String]) -> Bool {
        patterns.contains { matches(Array(text.utf8), pattern: Array($0.utf8)) }
    }

    /// Glob matching with `*` alone, without backtracking over more than the
    /// last star.
    private static func matches(_ text: [UInt8], pattern: [UInt8]) -> Bool {
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
