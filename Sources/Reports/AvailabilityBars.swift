import History
import Reconciliation

/// For each node a bar of the time it had two, one or no instance.
struct AvailabilityBars {
    let nodes: [AvailabilityDocument.NodeEntry]

    private static let width = 400

    var rows: [HTML] {
        nodes.map { node in
            """
            <tr><th scope="row">\(node.centreId ?? "all nodes")</th><td>\(bar(node))</td>\
            <td class="number">\(ShareText.text(node.available))</td><td class="\(node.verdict?.rawValue ?? "none")">\
            \(node.verdict?.rawValue ?? "-")</td></tr>
            """
        }
    }

    private func bar(_ node: AvailabilityDocument.NodeEntry) -> HTML {
        let parts = [
            ("two", node.two, "two instances"), ("one", node.one, "one instance"),
            ("one-or-two", node.oneOrTwo, "one, and of another nothing known"), ("down", node.none, "no instance"),
            ("unknown", node.unknown, "not known"),
        ]
        var from = 0.0
        var rects: [HTML] = []
        for (style, seconds, name) in parts where seconds > 0 && node.wanted > 0 {
            let x = Int((from / node.wanted * Double(Self.width)).rounded())
            let wide = max(1, Int(((from + seconds) / node.wanted * Double(Self.width)).rounded()) - x)
            from += seconds
            let span = DurationText.text(.milliseconds(Int64(seconds * 1000)))
            rects.append(
                """
                <rect x="\(min(x, Self.width - 1))" y="0" width="\(wide)" height="12" class="\(style)">\
                <title>\(name): \(span)</title></rect>
                """)
        }
        return """
            <svg viewBox="0 0 \(Self.width) 12" preserveAspectRatio="none" class="bar" role="img" \
            aria-label="\(ShareText.text(node.available))">\(rects)</svg>
            """
    }
}
