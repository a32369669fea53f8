import BrokerModel
import DesiredStateReader
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import DockerEngine
@testable import Fleet

/// Little input that would cost much time or memory. What the reader of YAML
/// does about aliases, depth and size is tested beside it.
@Suite("Resource bombs end quickly and small", .serialized)
struct ResourceBombTests {
    /// Generous, as the machine may be busy and this build slow: what is
    /// guarded against takes minutes and gigabytes.
    private static let longest = Duration.seconds(10)
    private static let mostMemory = 200 << 20

    private func bounded<Result>(_ work: () throws -> Result) throws -> Result {
        let before = try Self.memory()
        let clock = ContinuousClock()
        let start = clock.now
        let result = try work()
        #expect(clock.now - start < Self.longest)
        #expect(try Self.memory() - before < Self.mostMemory)
        return result
    }

    /// The most memory this process ever had, in bytes (proc(5), `VmHWM`).
    private static func memory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return (Int(line.filter(\.isNumber)) ?? 0) << 10
    }

    // MARK: - A directory

    @Test("a file of 100 MB is not read")
    func largeFile() throws {
        let directory = try directory(["broker.yaml": ""])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // Without blocks on the disk.
        try #require(truncate(directory + "/broker.yaml", 100_000_000) == 0)
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 21))
        let found = try bounded { try DesiredStateDirectory.read(directory, today: today).diagnostics }
        #expect(found.first?.description.hasPrefix("broker.yaml:1:1: error: is larger than 1048576 bytes") == true)
    }

    @Test("10,000 files are too many")
    func manyFiles() throws {
        let files = (0..<10_000).map { ("nodes/xx-\($0).yaml", "centreId: xx-\($0)\n") }
        let directory = try directory(Dictionary(uniqueKeysWithValues: files))
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(try refusal(of: directory).response == "nodes: the directory has more than 6000 entries")
    }

    private func directory(_ files: [String: String]) throws -> String {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory + "/nodes", withIntermediateDirectories: true)
        for (path, text) in files { try Data(text.utf8).write(to: URL(filePath: directory + "/" + path)) }
        return directory
    }

    private func refusal(of directory: String) throws -> Failure {
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 21))
        return try bounded {
            try #require(throws: Failure.self) { try DesiredStateDirectory.read(directory, today: today) }
        }
    }

    // MARK: - YAML

    @Test(
        "is refused in one sentence",
        arguments: [
            (
                "tag of a program", "a: !!python/object/apply:os.system [id]", 1, 4,
                #"the tag "!!python/object/apply:os.system" is not supported"#
            ),
            ("binary", "a: !!binary aGk=", 1, 4, #"the tag "!!binary" is not supported"#),
            ("set", "a: !!set {b}", 1, 4, #"the tag "!!set" is not supported"#),
            ("tag of one's own", "a: !x b", 1, 4, #"the tag "!x" is not supported"#),
            ("anchor that holds itself", "a: &a [*a]", 1, 8, "the alias *a names no anchor above it"),
            ("key twice, once quoted", "a: 1\n\"a\": 2", 1, 1, #"the key "a" stands twice in one mapping"#),
        ])
    func yaml(_ what: String, text: String, line: Int, column: Int, message: String) throws {
        let found = try bounded { Self.findings(in: text) }
        #expect(found.map(\.message) == [message], "\(what)")
        #expect(found.map(\.position) == [SourcePosition(file: "x.yaml", line: line, column: column)], "\(what)")
    }

    @Test("lines may end in CR LF")
    func carriageReturns() throws {
        let files = SmallBroker.files.map { path, bytes in
            let text = String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n")
            return SourceFile(path: path, bytes: path.hasSuffix(".yaml") ? Array(text.utf8) : bytes, blob: "0a")
        }
        #expect(try BrokerOnHosts().surface(of: files) != nil)
    }

    @Test(
        "numbers that are none",
        arguments: [
            "99999999999999999999999999", "-1", "1e3", "0x10", ".nan", ".inf", "1_000", "+5", "5.0", "٣", "NaN",
        ])
    func numbers(_ text: String) throws {
        let broker = SmallBroker.broker.replacing("maxDeletes: 5", with: "maxDeletes: \(text)")
        var files = SmallBroker.files
        files["broker.yaml"] = Array(broker.utf8)
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 21))
        let result = DesiredState.read(
            files.map { SourceFile(path: $0.key, bytes: $0.value, blob: "0a") }, today: today)
        let messages = result.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(messages.count == 1 && messages[0].hasPrefix("rollout.maxDeletes: "), "\(messages)")
    }

    private static func findings(in text: String) -> [Diagnostic] {
        var findings = Findings()
        _ = YAMLDocument(file: "x.yaml", bytes: Array(text.utf8), findings: &findings)
        return findings.diagnostics
    }

    // MARK: - JSON of hosts and of plan files

    private static let deep = [
        String(repeating: "[", count: 10_000),
        String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
        String(repeating: "{\"a\":", count: 10_000) + "1" + String(repeating: "}", count: 10_000),
        "{\"formatVersion\": 1, \"broker\": null, \"resources\": " + String(repeating: "[", count: 100_000),
        "{\"formatVersion\": 1e400}", "{\"formatVersion\": \(String(repeating: "9", count: 100_000))}",
    ]

    @Test("JSON of 10,000 levels is an error, not the end of the stack", arguments: deep)
    func depth(_ text: String) throws {
        let bytes = Array(text.utf8)
        let host = try #require(HostName("host01"))
        try bounded {
            #expect(throws: Failure.self) { try PlanDocument(json: bytes, file: "plan.json") }
            #expect(throws: Failure.self) { try ManifestFile.parse(bytes, of: host) }
            #expect(TraefikRouters.parse(bytes) == nil)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(ContainerInspection.self, from: Data(bytes))
            }
        }
    }

    @Test("a response that says it is of a terabyte takes no memory before it comes")
    func promisedLength() throws {
        try bounded {
            var parser = HTTPResponseParser()
            parser.append(Array("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx".utf8))
            while try parser.next() != nil {}
            var log = LogDemultiplexer()
            log.add([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 65])
            #expect(log.lines.isEmpty)
        }
    }
}
