/// Emphasis on a terminal (ECMA-48, select graphic rendition).
enum Style: String, Sendable {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case bold = "1"
    case dim = "2"
}

extension Terminal {
    /// `text` in a style, or as it is where there are no colours.
    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
