import ArgumentParser

/// A mistake on the command line, in the form of every other error, with the
/// page of help that belongs to it.
enum UsageText {
    /// - Parameters:
    ///   - message: what the parser found; a sentence, or several.
    ///   - arguments: the command line after the program's name.
    static func render(_ message: String, arguments: [String]) -> String {
        "isobar: error: \(decapitalised(message))\n  hint: see '\(help(for: arguments))'\n"
    }

    /// Our errors go on after the colon; a name in capitals stays as it is.
    private static func decapitalised(_ message: String) -> String {
        guard let first = message.first, let second = message.dropFirst().first, second.isLowercase || second == " "
        else { return message }
        return first.lowercased() + message.dropFirst()
    }

    private static func help(for arguments: [String]) -> String {
        var words = ["isobar", "help"]
        var command: any ParsableCommand.Type = Isobar.self
        for argument in arguments {
            let found = command.configuration.subcommands.first { $0.configuration.commandName == argument }
            guard let found else { break }
            words.append(argument)
            command = found
        }
        return words.joined(separator: " ")
    }
}
