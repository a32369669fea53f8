import History

/// Days as bars, in an SVG that is part of the page: one stack of values a day.
struct DayChart {
    /// One part of each bar: its name, the class that colours it, its value.
    struct Series {
        let name: String
        let style: String
        let value: (OperationsReport.Day) -> Int
    }

    let days: [OperationsReport.Day]
    let series: [Series]

    private let width = 760
    private let height = 140
    private let left = 36
    private let bottom = 20

    var html: HTML {
        let top = days.map(total).max() ?? 0
        guard top > 0 else { return "<p class=\"none\">None in this period.</p>" }
        let bars = days.indices.map { bar($0, top: top) }
        return """
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(series.map(\.name).joined(separator: ", ")) by day">
            <line x1="\(left)" y1="\(height - bottom)" x2="\(width)" y2="\(height - bottom)" class="axis"/>
            <text x="\(left - 6)" y="14" class="number">\(top)</text>
            <text x="\(left - 6)" y="\(height - bottom)" class="number">0</text>
            <text x="\(left)" y="\(height - 4)">\(days.first?.date ?? "")</text>
            <text x="\(width)" y="\(height - 4)" class="number">\(days.last?.date ?? "")</text>
            \(bars)
            </svg>
            <p class="legend">\(series.map { "<span class=\"\($0.style)\"></span>\($0.name) " as HTML })</p>
            """
    }

    private func total(_ day: OperationsReport.Day) -> Int {
        series.reduce(0) { $0 + $1.value(day) }
    }

    private func bar(_ index: Int, top: Int) -> HTML {
        let day = days[index]
        let room = width - left
        let x = left + room * index / days.count
        let wide = max(1, room * (index + 1) / days.count - room * index / days.count - 1)
        var y = height - bottom
        var parts: [HTML] = []
        for part in series where part.value(day) > 0 {
            // What happened is never too small to be seen.
            let high = max(2, (height - bottom - 8) * part.value(day) / top)
            y -= high
            parts.append(
                """
                <rect x="\(x)" y="\(y)" width="\(wide)" height="\(high)" class="\(part.style)">\
                <title>\(day.date): \(part.value(day)) \(part.name)</title></rect>
                """)
        }
        return "\(parts)"
    }
}
