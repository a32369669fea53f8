/// The rules for one name in a directory.
enum EntryName {
    /// Why `name` is refused; nil when it is acceptable.
    ///
    /// A name must mean the same on every file system and terminal: what git
    /// itself refuses in an index (`.`, `..`, `.git` and its disguises,
    /// git-fsck(1)), and what hides or breaks a line.
    static func refusal(of name: [UInt8]) -> String? {
        guard !name.isEmpty else { return "the name is empty" }
        guard name.count <= 255 else { return "the name is longer than 255 bytes" }
        guard String(validating: name, as: UTF8.self) != nil else { return "the name is not UTF-8" }
        let text = String(decoding: name, as: UTF8.self)
        if text == "." || text == ".." { return "the name is a step, not a name" }
        if name.contains(UInt8(ascii: "/")) { return "the name holds a slash" }
        if name.contains(UInt8(ascii: "\\")) { return "the name holds a backslash" }
        if text.unicodeScalars.contains(where: \.isInvisible) {
            return "the name holds a control or an invisible character"
        }
        if isGitDirectory(text) { return "the name is git's own" }
        if folded(text) == ".gitmodules" { return "submodules are not read" }
        return nil
    }

    /// Equal for names that some file systems take for the same: without regard
    /// to case, and by canonical equivalence, in which `String` compares.
    static func folded(_ name: String) -> String {
        // Upper case first brings together what lower case alone does not: ß and ss.
        name.uppercased().lowercased()
    }

    /// `.git` in any case, as Windows shortens it, and with the trailing dots
    /// and spaces that Windows drops.
    private static func isGitDirectory(_ name: String) -> Bool {
        var name = folded(name)
        while name.hasSuffix(".") || name.hasSuffix(" ") { name.removeLast() }
        return name == ".git" || name == "git~1"
    }
}
