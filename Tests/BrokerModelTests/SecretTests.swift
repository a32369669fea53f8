import BrokerModel
import Testing

@Suite("Secrets have no printable form")
struct SecretTests {
    private let canary = "c4nary-value"

    @Test("No way of printing shows the value")
    func printing() {
        let secret = Secret(canary)
        let text: ConfidentialText = "PASSWORD=\(secret)\n"
        var dumped = ""
        dump(secret, to: &dumped)
        dump(text, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped, "\(text)", String(reflecting: text), "\([text])"] {
            #expect(!shown.contains(canary), "\(shown)")
        }
        #expect(text.redacted == "PASSWORD=(secret)\n")
        #expect(text.withRevealed { $0 } == "PASSWORD=\(canary)\n")
    }

    @Test("Equal texts are equal however they were put together")
    func equality() {
        let one: ConfidentialText = "a\("b")c"
        #expect(one == "abc")
        #expect(!one.isConfidential)
        #expect(("x\(Secret("1"))" as ConfidentialText) != "x1")
    }

    @Test("A fingerprint tells secrets apart only under the key, and never by a plain digest")
    func fingerprint() {
        func digest(_ secret: String, key: [UInt8]?) -> Digest {
            var fingerprint = Fingerprint(key: key)
            fingerprint.field("password", ConfidentialText(Secret(secret)))
            return fingerprint.finish()
        }
        #expect(digest("a", key: [1]) != digest("b", key: [1]))
        #expect(digest("a", key: [1]) != digest("a", key: [2]))
        #expect(digest("a", key: nil) == digest("b", key: nil))
    }

    @Test("Fields cannot run into each other")
    func ambiguity() {
        func digest(_ fields: [(String, String)]) -> Digest {
            var fingerprint = Fingerprint(key: nil)
            for (name, value) in fields { fingerprint.field(name, value) }
            return fingerprint.finish()
        }
        #expect(digest([("a", "bc")]) != digest([("ab", "c")]))
        #expect(digest([("a", "b"), ("c", "d")]) != digest([("a", "bcd")]))
    }
}
