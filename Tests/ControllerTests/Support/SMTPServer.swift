import Foundation
import TestSupport
import Testing

/// A mail server on loopback (RFC 5321), which takes every mail and keeps it in a file; its
/// texts are decoded by Python's reader of mail.
final class SMTPServer: Sendable {
    struct Mail: Decodable, Sendable {
        /// Of the envelope, not of the headers.
        var sender: String
        var recipients: [String]
        var to: String
        var subject: String
        var topic: String
        var text: String
    }

    let directory: String
    let port: UInt16

    /// Takes mail as sendmail(8) does, and brings it to this server: msmtp(1).
    let sendmail: String

    /// - Parameter directory: where its own files go.
    init(directory: String) throws {
        self.directory = directory
        port = try SSHServer.freePort()
        sendmail = directory + "/sendmail"
        let settings = "account default\nhost 127.0.0.1\nport \(port)\ntimeout 20\n"
        try Data(settings.utf8).write(to: URL(fileURLWithPath: directory + "/msmtprc"))
        try Data(Self.program.utf8).write(to: URL(fileURLWithPath: directory + "/smtp.py"))
        let wrapper = "#!/bin/sh\nexec msmtp --file='\(directory)/msmtprc' \"$@\"\n"
        try Data(wrapper.utf8).write(to: URL(fileURLWithPath: sendmail))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sendmail)
    }

    /// Listens around `body`.
    func listening(_ body: () async throws -> Void) async throws {
        let output = Pipe()
        let process = try SpawnedProgram(
            "python3", [directory + "/smtp.py", "\(port)", mails],
            output: output.fileHandleForWriting.fileDescriptor)
        defer { process.killAndWait() }
        try output.fileHandleForWriting.close()
        // It says so when it listens.
        try #require(output.fileHandleForReading.availableData.count > 0, "the mail server did not start")
        try await body()
    }

    private var mails: String { directory + "/mails" }

    /// All mail that came, in order.
    func received() throws -> [Mail] {
        guard let text = try? String(contentsOfFile: mails, encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
    }

    private static let program = """
        import email, email.policy, json, socketserver, sys, threading

        port, mails = int(sys.argv[1]), sys.argv[2]
        writing = threading.Lock()


        class Session(socketserver.StreamRequestHandler):
            def say(self, text):
                self.wfile.write(text.encode() + b"\\r\\n")

            def keep(self, sender, recipients, data):
                mail = email.message_from_bytes(data, policy=email.policy.default)
                entry = dict(
                    sender=sender, recipients=recipients, to=str(mail["To"]), subject=str(mail["Subject"]),
                    topic=str(mail["X-Isobar-Topic"]), text=mail.get_content())
                with writing, open(mails, "a") as file:
                    file.write(json.dumps(entry) + "\\n")

            def handle(self):
                self.say("220 mail.example.org ESMTP")
                sender, recipients = "", []
                for line in self.rfile:
                    words = line.decode().strip()
                    verb = words[:4].upper()
                    if verb == "DATA":
                        self.say("354 go on")
                        lines = []
                        for part in self.rfile:
                            if part == b".\\r\\n":
                                break
                            lines.append(part[1:] if part.startswith(b".") else part)
                        self.keep(sender, recipients, b"".join(lines))
                    elif verb == "MAIL":
                        sender, recipients = words.split("<")[1].split(">")[0], []
                    elif verb == "RCPT":
                        recipients.append(words.split("<")[1].split(">")[0])
                    elif verb == "QUIT":
                        return self.say("221 bye")
                    elif verb not in ("EHLO", "HELO", "RSET", "NOOP"):
                        self.say("502 no such command")
                        continue
                    self.say("250 mail.example.org")


        socketserver.ThreadingTCPServer.allow_reuse_address = True
        server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Session)
        print("listening", flush=True)
        server.serve_forever()
        """
}
