import BrokerModel

/// The file that tells apt where packages come from besides the host's own
/// sources. The key it is signed with stands in it (sources.list(5), Signed-By),
/// and holds for this source alone.
struct PackageSourceFile {
    let contents: ConfidentialText

    static let directory = AbsolutePath(unchecked: "/etc/apt/sources.list.d")
    static let name = "isobar.sources"

    /// What it is called in resource addresses.
    static let resourceName = directory.text.dropFirst() + "/" + name

    /// - Throws: when a value cannot stand in such a file.
    init(_ source: PackageSource) throws(Refusal) {
        var paragraph = Deb822()
        paragraph.set("Types", try Deb822.Value("deb"))
        paragraph.set("URIs", try Self.word(source.url))
        paragraph.set("Suites", try Self.word(source.suite))
        if !source.components.isEmpty {
            let components = try source.components.map { (text) throws(Refusal) in try Self.word(text).text }
            paragraph.set("Components", try Deb822.Value(components.joined(separator: " ")))
        }
        let key = source.signingKey.split(separator: "\n", omittingEmptySubsequences: false)
        let end = key.last == "" ? key.dropLast() : key[...]
        paragraph.set(
            "Signed-By", lines: try end.map { (line) throws(Refusal) in try Deb822.Value(Self.trimmed(line)) })
        contents = ConfidentialText(FileHeader.comment + paragraph.text)
    }

    /// A blank would end it and begin another.
    private static func word(_ text: String) throws(Refusal) -> Deb822.Value {
        guard !text.isEmpty, !text.utf8.contains(UInt8(ascii: " ")) else {
            throw Refusal("is not one word")
        }
        return try Deb822.Value(text)
    }

    /// Without what YAML or a file of another system left at the line's end.
    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while line.last == " " || line.last == "\r" || line.last == "\r\n" { line.removeLast() }
        return String(line)
    }
}
