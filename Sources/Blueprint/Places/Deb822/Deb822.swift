/// The form of apt's source files: a paragraph of fields (sources.list(5),
/// "deb822-style format"; deb822(5)).
struct Deb822 {
    private(set) var text = ""

    /// Appends a field of one line.
    mutating func set(_ name: StaticString, _ value: Value) {
        text += "\(name): \(value.text)\n"
    }

    /// Appends a field whose text begins on the line below: each line is moved in
    /// by a blank, and an empty one becomes a dot, so that none can begin a field
    /// or end the paragraph.
    mutating func set(_ name: StaticString, lines: [Value]) {
        text += "\(name):\n"
        for line in lines { text += " \(line.text.isEmpty ? "." : line.text)\n" }
    }
}
