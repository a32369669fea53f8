import Glibc

/// Asks for a line on the terminal without showing what is typed.
enum HiddenLine {
    /// - Throws: ``Ending`` with 130 for Ctrl-C, after the terminal is as it was
    ///   before: signals are keys like any other here.
    static func ask(_ prompt: String) throws -> [UInt8] {
        var before = termios()
        guard tcgetattr(0, &before) == 0 else { return [] }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // What was typed before the question is no answer to it; what follows it is,
        // however fast it comes.
        tcsetattr(0, TCSAFLUSH, &hidden)
        StandardStream.error.write(prompt)
        defer {
            tcsetattr(0, TCSANOW, &before)
            StandardStream.error.write("\n")
        }
        return try line()
    }

    private static func line() throws -> [UInt8] {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(0, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return line }
            switch byte {
            case 0x0A, 0x0D, 0x04: return line  // Return, Ctrl-D
            case 0x03, 0x1C: throw Ending(status: 130)  // Ctrl-C, Ctrl-\
            case 0x15: line = []  // Ctrl-U
            case 0x08, 0x7F: removeLastCharacter(of: &line)
            default: line.append(byte)
            }
        }
    }

    /// A character may be several bytes of UTF-8.
    private static func removeLastCharacter(of line: inout [UInt8]) {
        while let last = line.popLast(), last & 0xC0 == 0x80 {}
    }
}
