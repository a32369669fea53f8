extension HAProxy {
    /// A section: its heading (`frontend wss_frontend`) and its lines.
    struct Section {
        let heading: Line
        let lines: [Line]

        init(_ heading: Line, _ lines: [Line]) {
            self.heading = heading
            self.lines = lines
        }

        var text: String { heading.text + "\n" + lines.map { "    \($0.text)\n" }.joined() }
    }
}
