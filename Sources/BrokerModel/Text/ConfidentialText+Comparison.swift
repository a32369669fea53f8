extension ConfidentialText {
    /// Whether the texts are the same once revealed, whichever parts of them
    /// are marked as secret: what is observed does not say which parts are.
    public func readsSame(as other: ConfidentialText) -> Bool {
        withRevealed { text in other.withRevealed { text == $0 } }
    }
}
