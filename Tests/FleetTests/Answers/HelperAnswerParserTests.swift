import BrokerModel
import TestSupport
import Testing

@testable import Fleet

@Suite("Answers of the helper")
struct HelperAnswerParserTests {
    private static let digest = String(repeating: "ab", count: 32)

    /// An answer with a section of every kind.
    private static let whole: [String] = [
        "#helper", digest, "#manifest", "present", "{}", "#entries", "/etc/haproxy/haproxy.cfg", "f", "644", "root",
        "root", "12", "", "/home/gb/a\nb", "l", "777", "1001", "gb", "3", "/etc", "#digests",
        digest + "  /etc/haproxy/haproxy.cfg", "#text", "/etc/haproxy/haproxy.cfg", "Z2xvYmFsCg==", "#default",
        "/etc/haproxy/haproxy.cfg", "#trouble", "find: '/x': Permission denied", "#haproxy", "running", "Pid: 1",
        "# pxname", "#address", "present", "#traefik", "answers", "[]", "#prometheus", "answers", "17.5", "m 1",
        "#probe", "172.17.0.2", "200", "404", "m 1", "#lease", "7", "someone", "#result", "1", "done", "", "#result", "2", "moved", "it did", "#end", "done", "",
    ]

    private static func bytes(_ fields: [String]) -> [UInt8] {
        fields.flatMap { Array($0.utf8) + [0] }
    }

    @Test func everySectionIsRead() throws {
        let answer = try HelperAnswerParser.parse(Self.bytes(Self.whole))
        #expect(answer.installed == Digest(Self.digest))
        #expect(answer.manifest == Array("{}".utf8))
        #expect(
            answer.entries == [
                FileEntry(
                    path: "/etc/haproxy/haproxy.cfg", type: .file,
                    ownership: FileOwnership(owner: "root", group: "root", mode: 0o644)),
                FileEntry(
                    path: "/home/gb/a\nb", type: .symlink,
                    ownership: FileOwnership(owner: "1001", group: "gb", mode: 0o777)),
            ])
        #expect(answer.digests == ["/etc/haproxy/haproxy.cfg": Digest(Self.digest)])
        #expect(answer.texts == ["/etc/haproxy/haproxy.cfg": "global\n"])
        #expect(answer.packageDefaults == ["/etc/haproxy/haproxy.cfg"])
        #expect(answer.troubles == ["find: '/x': Permission denied"])
        #expect(answer.haproxy == HAProxyReport(information: "Pid: 1", statistics: "# pxname"))
        #expect(answer.hasVirtualAddress)
        #expect(answer.traefikRouters == Array("[]".utf8))
        #expect(answer.prometheus == PrometheusReport(changed: "17.5", metrics: "m 1"))
        #expect(answer.probes == ["172.17.0.2": ProbeReport(metricsStatus: 200, primaryStatus: 404, metrics: "m 1")])
        #expect(answer.leaseToken == 7)
        #expect(answer.results.map(\.outcome.name) == ["done", "moved"])
        #expect(answer.ending == HelperResult(outcome: .done, message: ""))
    }

    @Test func aFileWhoseNameLooksLikeASectionStaysAFile() throws {
        let answer = try HelperAnswerParser.parse(
            Self.bytes(["#entries", "/home/gb/#end", "f", "644", "a", "b", "0", "#end", "#end", "done", ""]))
        #expect(answer.entries.map(\.path) == ["/home/gb/#end"])
    }

    /// A cut connection must never look like an empty host.
    @Test func noBeginningOfAnAnswerIsAnAnswer() {
        let whole = Self.bytes(Self.whole)
        for length in whole.indices {
            #expect(throws: MalformedAnswer.self) { try HelperAnswerParser.parse(Array(whole.prefix(length))) }
        }
    }

    @Test(arguments: [
        ["#end", "done", "", "more"], ["#other", "#end", "done", ""], ["#result", "2", "done", "", "#end", "done", ""],
        ["#entries", "/a", "f", "9", "a", "b", "0", "", "#end", "done", ""], ["#digests", "short", "#end", "done", ""],
        ["#helper", "x", "#end", "done", ""], ["#lease", "-1", "x", "#end", "done", ""],
        ["#text", "/a", "not base64!", "#end", "done", ""], ["garbage"], [""],
    ])
    func otherBytesAreRefused(_ fields: [String]) {
        #expect(throws: MalformedAnswer.self) { try HelperAnswerParser.parse(Self.bytes(fields)) }
    }

    /// Whatever a broken or hostile host sends: an answer or a refusal, no trap.
    @Test func anyBytesAreTakenOrRefused() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SplitMix64(seed: seed)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = Self.bytes(Self.whole)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let position = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(0, at: position)
                default: bytes = Array(bytes[position...] + bytes[..<position])
                }
            }
            do {
                _ = try HelperAnswerParser.parse(bytes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 10_000, "seed \(seed)")
    }
}
