/// Running text in lines that end between words.
enum WrappedText {
    /// - Parameters:
    ///   - first: what the first line starts with, for its width.
    ///   - indentation: what the other lines start with.
    static func lines(_ text: String, width: Int, first: Int, indentation: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var room = width - first
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = indentation + word
                room = width
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
