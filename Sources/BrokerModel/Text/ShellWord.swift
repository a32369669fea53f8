/// One word of a POSIX shell command line, quoted so that it stays one word
/// whatever it holds (POSIX.1-2017, Shell Command Language, 2.2.2).
///
/// Quoting happens here and nowhere else.
public struct ShellWord: Sendable, Hashable, CustomStringConvertible {
    /// The word as it stands in a command line.
    public let quoted: String

    public init(_ value: String) {
        var quoted = ""
        // By scalars: a quotation mark with an accent on it is one character
        // to Swift and still a quotation mark to the shell.
        for scalar in value.unicodeScalars {
            switch scalar {
            // A NUL cannot be an argument of a process; dropping it here keeps
            // the remaining text one word instead of ending the command early.
            case "\0": continue
            case "'": quoted += #"'\''"#
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        let isPlain = !quoted.isEmpty && quoted.utf8.allSatisfy(Self.isPlain)
        self.quoted = isPlain ? quoted : "'" + quoted + "'"
    }

    public var description: String { quoted }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"),
            UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "+"):
            true
        default:
            false
        }
    }
}

extension [ShellWord] {
    /// The command line the words make.
    public var commandLine: String { map(\.quoted).joined(separator: " ") }
}
