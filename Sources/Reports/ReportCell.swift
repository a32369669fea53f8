import Previews

/// A cell of a table in markdown.
enum ReportCell {
    /// A figure, a date, a word: what this program made.
    case figure(String)

    /// A name: of a node, a resource, a person.
    case name(String)

    /// What somebody wrote.
    case prose(String)

    /// Text that stays text in a table. A figure stands as it is: nothing it is
    /// made of is read as markdown there. What is none is taken for prose.
    var source: String {
        switch self {
        case .figure(let text):
            return text.allSatisfy(Self.isPlain) ? text : ReportCell.prose(text).source
        case .name(let text):
            let cell: Markdown = "\(code: text)"
            return cell.source
        case .prose(let text):
            let cell: Markdown = "\(text: text)"
            return cell.source
        }
    }

    /// Of these characters nothing in a cell is markup: no pipe, backtick,
    /// bracket, asterisk, nor what makes a mention or a link.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || " .,-%".contains(character))
    }
}
