extension Unicode.Scalar {
    /// What some program takes for the end of a line: the mandatory breaks of
    /// the Unicode Standard, section 5.8.
    private var isLineBreak: Bool {
        switch self {
        case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private var isControl: Bool { properties.generalCategory == .control }

    /// Why the scalar cannot stand in one line of text; nil when it can.
    fileprivate var fault: String? {
        isLineBreak ? "a line break" : isControl ? "a control character" : nil
    }
}

extension String {
    /// Makes sure the text is one line without control characters.
    ///
    /// - Parameter place: what cannot hold them, with its article.
    func checkIsOneLine(in place: StaticString) throws(Refusal) {
        // ASCII without controls is the rule; only other texts are looked at
        // sign by sign.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return }
        for scalar in unicodeScalars {
            if let fault = scalar.fault { throw Refusal("holds \(fault), which \(place) cannot hold") }
        }
    }
}
