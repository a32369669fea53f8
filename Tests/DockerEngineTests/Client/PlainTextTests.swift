import Testing

@testable import DockerEngine

@Suite("Text of the engine")
struct PlainTextTests {
    @Test(arguments: [
        ("No such image: a:1", "No such image: a:1"),
        ("  two\r\n\tlines \n", "two lines"),
        ("\u{1B}]0;title\u{7}x", "\u{FFFD}]0;title\u{FFFD}x"),
        ("right\u{202E}left", "right\u{FFFD}left"),
        ("a\u{2028}b", "a b"),
        ("", ""),
    ])
    func harmless(text: String, shown: String) {
        #expect(PlainText(text).text == shown)
    }

    @Test func cut() {
        #expect(PlainText(String(repeating: "a", count: 600)).text == String(repeating: "a", count: 500) + "…")
        #expect(PlainText(Array(repeating: 0x61, count: 1 << 20)).text.count == 501)
        #expect(PlainText("abc", limit: 3).text == "abc")
    }

    @Test func bytesThatAreNoText() {
        #expect(PlainText([0x61, 0xFF, 0x62]).text == "a\u{FFFD}b")
    }
}
