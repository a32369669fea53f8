import BrokerModel
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Commands

/// The program itself, with the real age.
@Suite("isobar secret")
struct SecretCommandTests {
    private static let canary = "c4n4ry-0f-the-m1ne"

    /// A working copy, a configuration beside it and two identities.
    private final class Place: Sendable {
        let directory = GitFixture.temporaryDirectory()
        let program: Program

        init() throws {
            program = try Program()
            for below in ["state/nodes", "state/secrets"] {
                try FileManager.default.createDirectory(
                    atPath: directory + "/" + below, withIntermediateDirectories: true)
            }
            for (path, text) in DesiredText.files() { try write("state/" + path, text) }
            let broker = try text("state/broker.yaml").replacing(
                "password: plain", with: "password: {secret: publisher}")
            try write("state/broker.yaml", broker.replacing("cookie: cookie", with: "cookie: {secret: emqx-cookie}"))
            try write("key", "")
            try write(
                "isobar.yaml",
                """
                formatVersion: 1
                repository: {url: state}
                database: ledger.sqlite
                ssh: {identityFile: key}
                secrets: {identityFile: one}
                """)
            for name in ["one", "two"] {
                try shell("age-keygen -o \(name) 2>/dev/null && age-keygen -y \(name) > \(name).pub")
            }
            try shell("{ echo '# the controller'; cat one.pub; } > state/secrets/recipients.txt")
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }

        func write(_ path: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + path))
        }

        func text(_ path: String) throws -> String {
            try String(contentsOfFile: directory + "/" + path, encoding: .utf8)
        }

        @discardableResult
        func shell(_ script: String) throws -> String {
            let ended = try SpawnedProgram.run("sh", ["-e", "-c", script], directory: directory)
            try #require(ended.status == 0, "\(script): \(String(decoding: ended.errorOutput, as: UTF8.self))")
            return String(decoding: ended.output, as: UTF8.self)
        }

        func opened(_ name: String, by identity: String = "one") throws -> String {
            try shell("age --decrypt --identity \(identity) state/secrets/\(name).age")
        }

        func secret(_ arguments: String..., input: String = "") throws -> Program.Ended {
            try program.run(["secret"] + arguments, directory: directory, input: input)
        }
    }

    @Test("A value from standard input is sealed, never told, and what to commit is said")
    func set() throws {
        let place = try Place()
        let made = try place.secret("set", "publisher", "--path", "state", input: Self.canary + "\n")
        #expect(made.status == 0, "\(made.errorOutput)")
        #expect(made.output.hasPrefix("Made state/secrets/publisher.age."))
        #expect(made.output.contains("git -C state add secrets/publisher.age && git -C state commit -m"))
        #expect(!(made.output + made.errorOutput).contains(Self.canary))
        #expect(try place.opened("publisher") == Self.canary + "\n")
        let changed = try place.program.run(
            ["secret", "set", "publisher"], directory: place.directory + "/state", input: "two\nlines\n")
        #expect(changed.output.hasPrefix("Changed secrets/publisher.age."), "\(changed.output)\(changed.errorOutput)")
        #expect(try place.opened("publisher") == "two\nlines\n")
    }

    @Test(
        "What cannot be a secret is refused, and nothing is written",
        arguments: [
            (["publisher"], "", "the value is empty"), (["publisher"], "\n", "the value is empty"),
            (["Publisher"], "x", "a name has small letters"), (["../x"], "x", "a name has small letters"),
            (["publisher"], "a\u{0}b", "the value is not text in UTF-8"),
            (["publisher"], String(repeating: "x", count: 65_537), "the value is longer than 65536 bytes"),
            (["publisher", "c4n4ry-0f-the-m1ne"], "", "unexpected argument"),
        ])
    func refused(arguments: [String], input: String, says: String) throws {
        let place = try Place()
        let ended = try place.program.run(
            ["secret", "set"] + arguments, directory: place.directory + "/state", input: input)
        #expect(ended.status == 64)
        #expect(ended.errorOutput.contains(says), "\(ended.errorOutput)")
        #expect(try place.shell("ls state/secrets") == "recipients.txt\n")
    }

    @Test("Elsewhere than beside a broker.yaml nothing is done")
    func elsewhere() throws {
        let place = try Place()
        for command in [["set", "x"], ["list"], ["rotate-recipients"]] {
            let ended = try place.program.run(["secret"] + command, directory: place.directory, input: "x")
            #expect(ended.status == 64)
            #expect(ended.errorOutput.contains("there is no broker.yaml in it"))
        }
    }

    @Test("The list says who can open what and what uses it")
    func list() throws {
        let place = try Place()
        for name in ["publisher", "unused"] {
            #expect(try place.secret("set", name, "--path", "state", input: Self.canary).status == 0)
        }
        try place.shell("cat two.pub >> state/secrets/recipients.txt")
        let text = try place.secret("list", "--path", "state")
        #expect(text.status == 0, "\(text.errorOutput)")
        let lines = text.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("emqx-cookie missing broker.yaml:8:emqx.cookie"), "\(text.output)")
        #expect(lines.contains("publisher 1 recipient * broker.yaml:4:publish.password"))
        #expect(lines.contains("unused 1 recipient * nothing: unused"))
        #expect(lines.contains { $0.hasPrefix("age1") && $0.hasSuffix("the controller") })
        #expect(!text.output.contains(Self.canary))
        let json = try place.secret("list", "--path", "state", "--format", "json")
        let document = try JSONDecoder().decode(SecretListDocument.self, from: Data(json.output.utf8))
        #expect(document.secrets.map(\.name) == ["emqx-cookie", "publisher", "unused"])
        #expect(document.secrets.map(\.exists) == [false, true, true])
        #expect(document.secrets.map(\.sealedFor) == [nil, 1, 1])
        #expect(document.secrets[1].usedBy == [.init(file: "broker.yaml", line: 4, key: "publish.password")])
        #expect(document.recipients.count == 2)
    }

    @Test("Rotating lets a new recipient open everything, or changes nothing")
    func rotate() throws {
        let place = try Place()
        for name in ["publisher", "emqx-cookie"] {
            #expect(try place.secret("set", name, "--path", "state", input: Self.canary).status == 0)
        }
        try place.shell("cat two.pub >> state/secrets/recipients.txt")
        let rotated = try place.secret("rotate-recipients", "--path", "state")
        #expect(rotated.status == 0, "\(rotated.errorOutput)")
        #expect(rotated.output.contains("2 secrets sealed anew for 2 recipients"))
        #expect(rotated.output.contains("  secrets/emqx-cookie.age\n  secrets/publisher.age\n"))
        for name in ["publisher", "emqx-cookie"] {
            #expect(try place.opened(name, by: "two") == Self.canary + "\n")
        }
        #expect(!(rotated.output + rotated.errorOutput).contains(Self.canary))

        try place.shell("echo 'not sealed \(Self.canary)' > state/secrets/open.age; cp -r state before")
        let refused = try place.secret("rotate-recipients", "--path", "state")
        #expect(refused.status == 1)
        #expect(refused.errorOutput.contains("secrets/open.age"))
        #expect(!refused.errorOutput.contains(Self.canary))
        try place.shell("diff -r before state")
    }

    /// What is typed is sent only after the question was shown: the terminal
    /// forgets what came before.
    @Test("On a terminal it is asked twice and not shown", arguments: [true, false])
    func terminal(same: Bool) throws {
        let place = try Place()
        var (ours, theirs): (Int32, Int32) = (-1, -1)
        try #require(openpty(&ours, &theirs, nil, nil, nil) == 0)
        defer { close(ours) }
        let started = try place.program.start(
            ["secret", "set", "publisher"], directory: place.directory + "/state", terminal: theirs)
        close(theirs)
        var seen = ""
        func read(until words: String) {
            var buffer = [UInt8](repeating: 0, count: 1024)
            while !seen.contains(words) {
                let count = Glibc.read(ours, &buffer, buffer.count)
                guard count > 0 else { return }
                seen += String(decoding: buffer.prefix(count), as: UTF8.self)
            }
        }
        func type(_ text: String) {
            _ = text.utf8.withContiguousStorageIfAvailable { write(ours, $0.baseAddress, $0.count) }
        }
        read(until: "Value of publisher: ")
        type("wrong\u{15}\(Self.canary)é\u{7F}\r")
        read(until: "The same again: ")
        type(same ? "\(Self.canary)\r" : "other\r")
        read(until: same ? "commit -m" : "the two values are not the same")
        let status = started.wait()
        #expect(status == (same ? 0 : 64), "\(seen)")
        #expect(!seen.contains(Self.canary) && !seen.contains("wrong"))
        if same { #expect(try place.opened("publisher") == Self.canary + "\n") }
    }
}
