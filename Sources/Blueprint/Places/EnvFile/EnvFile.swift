import BrokerModel

/// An environment file as Docker Compose reads it: `NAME=VALUE`, one a line.
///
/// The containers get their environment through the engine's API; the files
/// say the same, so that a person can start a container with Compose.
struct EnvFile {
    struct Entry {
        let name: Name
        let value: Value
    }

    /// In the order of the file; no name twice.
    private(set) var entries: [Entry] = []

    /// Sets a variable; one of the same name is replaced in its place.
    mutating func set(_ name: Name, _ value: Value) {
        let entry = Entry(name: name, value: value)
        if let position = entries.firstIndex(where: { $0.name == name }) {
            entries[position] = entry
        } else {
            entries.append(entry)
        }
    }

    var contents: ConfidentialText {
        var builder = ConfidentialTextBuilder()
        builder.append(FileHeader.comment)
        for entry in entries {
            builder.append(entry.name.text)
            builder.append("=")
            builder.append(entry.value.quoted)
            builder.append("\n")
        }
        return builder.text
    }

    /// Adds the variables to an environment; those of this file win.
    func add(to environment: inout [String: ConfidentialText]) {
        for entry in entries { environment[entry.name.text] = entry.value.text }
    }
}
