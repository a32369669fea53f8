import BrokerModel
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4: the digest of "abc".
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func aDigestIsThatOfTheStandard() {
        #expect(Digest(of: "abc").hexadecimal == Self.abc)
        #expect(Digest(of: Array("abc".utf8)) == Digest(of: "abc"))
    }

    @Test(arguments: [abc, String(repeating: "0", count: 64), String(repeating: "0f", count: 32)])
    func textAndBytesSayTheSame(_ text: String) throws {
        let digest = try #require(Digest(text))
        #expect(digest.hexadecimal == text)
        #expect(digest.description == "sha256:" + text)
        #expect(Digest(digest.description) == digest)
        #expect(digest.bytes.count == 32)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(digest.bytes.first == UInt8(text.prefix(2), radix: 16))
        #expect(digest.bytes.last == UInt8(text.suffix(2), radix: 16))
    }

    @Test(arguments: ["", "ba78", abc.uppercased(), abc + "00", "sha512:" + abc, "+" + abc.dropFirst()])
    func whatIsNoneIsRefused(_ text: String) {
        #expect(Digest(text) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 31)) == nil)
    }

    @Test func theOrderIsThatOfTheBytes() {
        let digests = (0..<100).map { Digest(of: "\($0)") }
        #expect(digests.sorted().map(\.hexadecimal) == digests.map(\.hexadecimal).sorted())
    }
}
