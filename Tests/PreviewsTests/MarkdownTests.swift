import Testing

@testable import Previews

@Suite("Nothing breaks out of the markdown")
struct MarkdownTests {
    /// What people with bad intentions put into names and values.
    static let hostile = [
        "`x`", "``", "```\nx\n```", "a|b", "\\", "\\`", "<script>alert(1)</script>", "</details>", "<!-- x -->", "-->",
        "&lt;b&gt;", "**b**", "__b__", "~~b~~", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)",
        "https://evil.example", "www.evil.example", "@everyone", "@org/team", "#12", "!12", "owner/repo#1", "a\nb",
        "a\r\n\r\n# h", "# h", "- x", "1. x", "/merge", "\n/approve", "  /close", "    code", "$x$", ":smile:", "| a | b |",
        "\u{202E}gnp.exe", "\u{200B}", "\u{0}", "a\tb", "",
    ]

    @Test("as prose", arguments: hostile)
    func text(_ value: String) {
        let markdown: Markdown = "- \(text: value) end"
        let source = markdown.source
        #expect(!source.contains("\n") && !source.contains("\r"))
        let body = source.dropFirst(2).dropLast(4)
        // Nothing is left that opens or closes anything.
        let bare = body.replacing("<code>", with: "").replacing("</code>", with: "")
        for mark in ["`", "<", ">", "|", "*", "_", "[", "]", "\\", "~~", "://", "www.", "$", ":", "\""] {
            #expect(!bare.contains(mark), "\(mark) in \(source)")
        }
        // A mention or a reference shows only in code, where forges look for none.
        let shown = bare.replacing(/&#[0-9]+;/, with: "·")
        #expect(shown.firstMatch(of: /[@#!][A-Za-z0-9]/) == nil, "\(source)")
        #expect(shown.firstMatch(of: /^([\/#\-+]|[0-9]+[.)])/) == nil, "\(source)")
    }

    @Test("as code, in a line, in a table and between tags", arguments: hostile)
    func code(_ value: String) {
        let markdown: Markdown = "\(code: value)"
        let source = markdown.source
        #expect(!source.contains("\n") && !source.contains("\r"))
        #expect(!source.contains("|"))
        if source.hasPrefix("`") {
            #expect(!source.dropFirst().dropLast().contains("`"))
        } else {
            let inner = source.dropFirst("<code>".count).dropLast("</code>".count)
            for mark in ["<", ">", "`", "*", "_", "[", "]", "@", "\\"] { #expect(!inner.contains(mark), "\(source)") }
        }
        for scalar in source.unicodeScalars {
            let category = scalar.properties.generalCategory
            #expect(category != .format && category != .control, "\(scalar.value) in \(source)")
        }
    }

    @Test("A word with a mention or a reference in it is one piece of code")
    func word() {
        let markdown: Markdown = "\(text: "made by us-noaa@docker for #12, at 5 @ 6")"
        #expect(
            markdown.source == "made by <code>us-noaa&#64;docker</code> for <code>&#35;12,</code> at 5 &#64; 6")
    }

    @Test("as a block of code", arguments: hostile)
    func fence(_ value: String) throws {
        let lines = MarkdownBlock.fence("first\n" + value, language: "diff").source.dropLast()
            .split(separator: "\n", omittingEmptySubsequences: false)
        let fence = try #require(lines.last)
        #expect(lines.first == fence + "diff")
        #expect(fence.allSatisfy { $0 == "`" } && fence.count >= 3)
        for line in lines.dropFirst().dropLast() {
            #expect(!line.drop { $0 == " " }.hasPrefix(fence), "\(line)")
            #expect(
                !line.unicodeScalars.contains {
                    $0.value < 0x20 && $0 != "\t" || $0.properties.generalCategory == .format
                })
        }
    }

    @Test("as the summary of folded details", arguments: hostile)
    func summary(_ value: String) {
        let source = MarkdownBlock.details(summary: value, []).source
        let head = source.prefix { $0 != "\n" }
        #expect(head.hasPrefix("<details><summary><code>") && head.hasSuffix("</code></summary>"))
        let inner = head.dropFirst("<details><summary><code>".count).dropLast("</code></summary>".count)
        for mark in ["<", ">", "`", "\""] { #expect(!inner.contains(mark), "\(head)") }
        #expect(source.hasSuffix("</details>\n"))
        #expect(source.split(separator: "\n").count { $0.contains("</details>") } == 1)
    }

    @Test("A row has as many cells as its header")
    func table() {
        let cells: [Markdown] = ["\(code: "a|b")", "\(text: "c|d")"]
        let lines = MarkdownBlock.table(["x", "y", "z"], [cells]).source.split(separator: "\n")
        #expect(lines.map { $0.count { $0 == "|" } } == [4, 4, 4])
    }

    @Test("Plain names stay readable")
    func plain() {
        let markdown: Markdown = "\(code: "nodes/ca-eccc-msc.yaml:1") is \(text: "new, on 2 hosts (so far)")"
        #expect(markdown.source == "`nodes/ca-eccc-msc.yaml:1` is new, on 2 hosts &#40;so far&#41;")
    }

    @Test("A phrase reads the same on a terminal, without the marks")
    func phrase() {
        let phrase: Phrase = "\(value: "a`b") moves to \(Phrase.list(["x", "y", "z"], limit: 2)), \(prose: "a\nb")"
        #expect(phrase.text == "a`b moves to x, y and 1 more, a b")
        #expect(phrase.markdown.source == "<code>a&#96;b</code> moves to `x`, `y` and 1 more, a b")
    }
}
