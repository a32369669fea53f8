import BrokerModel
import Testing

@testable import Commands
@testable import Reconciliation

@Suite("Questions and answers of the command line")
struct HistoryRenderingTests {
    @Test(
        "Moments as people give them",
        arguments: [
            ("7d", 1_000_000 - 7 * 86_400), ("2h", 1_000_000 - 7200), ("30m", 1_000_000 - 1800), ("45s", 999_955),
            ("1w", 1_000_000 - 604_800), ("1970-01-02", 86_400), ("1970-01-01T00:00:10Z", 10), ("0s", 1_000_000),
        ] as [(String, Int64)])
    func moments(text: String, seconds: Int64) throws {
        let moment = try #require(Moment(argument: text))
        #expect(moment.timestamp(at: Timestamp(seconds: 1_000_000)) == Timestamp(seconds: seconds))
    }

    @Test("What is no moment", arguments: ["", "d", "7", "-7d", "7 d", "7x", "yesterday", "2026-13-01", "99999999d", "٣d"])
    func noMoments(text: String) {
        #expect(Moment(argument: text) == nil)
    }

    @Test(
        "Cells keep to RFC 4180, and no spreadsheet takes one for a formula",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("", ""), ("a=b", "a=b"),
        ])
    func cells(text: String, cell: String) {
        #expect(CSVText.cell(text) == cell)
    }

    @Test("Rows end with CRLF, the names first")
    func rows() {
        #expect(CSVText.text(header: ["a", "b"], rows: [["1", "x,y"]]) == "a,b\r\n1,\"x,y\"\r\n")
    }

    @Test(
        "How long ago, at a glance",
        arguments: [(0, "just now"), (30, "30 s ago"), (180, "3 min ago"), (7200, "2 h ago"), (259_200, "3 d ago"), (-9, "just now")]
            as [(Int64, String)])
    func ago(seconds: Int64, text: String) {
        #expect(AgoText.text(Timestamp(seconds: 1_000_000 - seconds), now: Timestamp(seconds: 1_000_000)) == text)
    }

    @Test("A diff turned round tells what was done by hand")
    func reversedDiff() {
        let diff = """
            --- /etc/x
            +++ /etc/x
            @@ -1,3 +1,2 @@ head
             a
            -by hand
            -b2
            +b
             c
            """
        #expect(
            HandEdit.reversed(diff) == """
                --- /etc/x
                +++ /etc/x
                @@ -1,2 +1,3 @@ head
                 a
                -b
                +by hand
                +b2
                 c
                """)
        #expect(HandEdit.reversed(HandEdit.reversed(diff)) == diff)
    }

    @Test("A secret stays one when a change is turned round")
    func reversedSecret() {
        let change = FieldChange(field: "content", from: Secret.placeholder, to: FieldChange.secretChanged)
        #expect(ChangeText.line(PlanDocument.Change(HandEdit.reversed(change))) == "content: (secret, changed)")
    }

    @Test("Lines end between words")
    func wrapping() {
        #expect(
            WrappedText.lines("one two three four", width: 12, first: 2, indentation: "  ")
                == ["one two", "  three four"])
        #expect(WrappedText.lines("", width: 12, first: 2, indentation: "") == [])
        #expect(WrappedText.lines("averylongword", width: 5, first: 2, indentation: "") == ["averylongword"])
    }

    @Test("From when remembered observations are, the commonest age first")
    func remembered() {
        let now = Timestamp(seconds: 100_000)
        let entries = [("a", 180), ("b", 180), ("c", 7200)].map { name, age in
            PlanDocument.RememberedEntry(host: name, observedAt: Timestamp(seconds: 100_000 - Int64(age)).description)
        }
        #expect(RememberedText.line(entries, now: now) == "As seen 3 min ago; c 2 h ago. No host was touched.")
    }
}
