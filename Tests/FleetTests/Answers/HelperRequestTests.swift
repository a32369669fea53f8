import BrokerModel
import Testing

@testable import Fleet

@Suite("Requests to the helper")
struct HelperRequestTests {
    private func request(_ verb: some HelperVerb, script: Digest? = Digest(of: "script")) throws -> String {
        var request = HelperRequest(
            host: try Sandbox.name.required, home: try Sandbox.home.required, token: 7, script: script)
        verb.write(to: &request)
        return String(decoding: request.bytes, as: UTF8.self)
    }

    @Test func aFileIsSentWithItsRules() throws {
        let file = FileSpecification(
            path: try AbsolutePath("/etc/haproxy/haproxy.cfg").required, contents: "a\n\(Secret("b"))",
            ownership: FileOwnership(owner: "root", group: "haproxy", mode: 0o640), check: .haproxy)
        let text = try request(PutVerb(specification: file, expected: .absent))
        #expect(
            text == """
                isobar-request 1
                digest \(Digest(of: "script").hexadecimal)
                host host01
                home /home/gb
                token 7
                put
                path /etc/haproxy/haproxy.cfg
                owner root
                group haproxy
                mode 0640
                expect absent
                check haproxy
                digest \(Digest(of: "a\nb").hexadecimal)
                size 3
                a
                b
                """)
    }

    /// A helper of another version may not take many lines in one piece.
    @Test func linesOfALookComeInOnePieceToTheOwnHelper() throws {
        var look = LookVerb()
        look.paths = [try AbsolutePath("/home/gb/compose/\u{e9}").required, try AbsolutePath("/home/gb/compose").required]
        look.packages = ["curl"]
        let block = "path /home/gb/compose\npath /home/gb/compose/\u{e9}\n"
        #expect(try request(look).hasSuffix("\nobserve\nlines \(block.utf8.count)\n\(block)package curl\nlook\n"))
        #expect(try request(look, script: nil).hasSuffix("\nobserve\n\(block)package curl\nlook\n"))
    }

    /// Names that come from nowhere safe cannot add a line of their own.
    @Test func noValueBeginsALine() throws {
        let directory = DirectorySpecification(
            path: try AbsolutePath("/home/gb/compose/x").required,
            ownership: FileOwnership(owner: "root\nremove", group: "a\0b", mode: 0o755))
        let text = try request(MakeDirectoryVerb(specification: directory, expected: nil))
        #expect(text.contains("owner root?remove\n"))
        #expect(text.contains("group a?b\n"))
    }

    /// Digests of confidential contents do not leave the controller.
    @Test func whatIsConfidentialIsNotAskedAbout() throws {
        var question = HostQuestion()
        FileOperator().ask(
            about: [try Steps.file("/home/gb/compose/x/x.env", "P=\(Secret("s"))")],
            try Sandbox.settings(), &question)
        #expect(question.look.paths.count == 1)
        #expect(question.look.wantedDigests.isEmpty)
    }
}
