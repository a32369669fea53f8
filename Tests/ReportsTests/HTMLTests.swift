import Testing

@testable import Reports

@Suite("Markup")
struct HTMLTests {
    @Test(
        "What is interpolated is data, in text and in attributes",
        arguments: [
            ("plain ä🌍", "plain ä🌍"), ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onload=\"x", "&quot; onload=&quot;x"), ("' x", "&#39; x"), ("&lt;", "&amp;lt;"), ("a\u{0}\nb", "a  b"),
            ("</title><b>", "&lt;/title&gt;&lt;b&gt;"),
        ])
    func escaped(text: String, markup: String) {
        let page: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(page.markup == "<p title=\"\(markup)\">\(markup)</p>")
    }

    @Test("Parts that are markup stay it, and lists follow each other")
    func nested() {
        let rows = ["<", "b"].map { "<td>\($0)</td>" as HTML }
        let table: HTML = "<tr>\(rows)\(7)</tr>"
        #expect(table.markup == "<tr><td>&lt;</td><td>b</td>7</tr>")
    }

    @Test(
        "Shares are never rounded up to what was not reached",
        arguments: [
            (1.0, "100.00 %"), (0.999999, "99.99 %"), (0.995, "99.50 %"), (0, "0.00 %"), (0.00054, "0.05 %"),
            (0.7999999999999999, "80.00 %"),
            (nil, "-"),
        ] as [(Double?, String)])
    func shares(share: Double?, text: String) {
        #expect(ShareText.text(share) == text)
    }
}
