extension Deb822 {
    /// One line of ASCII, without blanks at its ends.
    struct Value: Hashable {
        let text: String

        init(_ text: String) throws(Refusal) {
            guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
                throw Refusal("holds a character a source of packages cannot hold")
            }
            guard !text.hasPrefix(" "), !text.hasSuffix(" "), !text.hasPrefix("#") else {
                throw Refusal("begins or ends with what a source of packages cannot hold there")
            }
            self.text = text
        }
    }
}
