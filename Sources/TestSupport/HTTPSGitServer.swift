import Foundation
import Synchronization

/// `git http-backend` behind HTTPS on loopback, for whoever shows a token, as a
/// forge serves repositories.
public final class HTTPSGitServer: Sendable {
    public let port: UInt16

    /// The certificate, which is its own authority.
    public let certificate: String

    /// A file with the token.
    public let tokenFile: String

    private let root: String
    private let directory: String
    private let process: Mutex<SpawnedProgram>

    /// - Parameters:
    ///   - root: the directory of the repositories.
    ///   - directory: where its own files go.
    public init(root: String, directory: String) throws {
        self.root = root
        self.directory = directory
        certificate = directory + "/certificate.pem"
        tokenFile = directory + "/token"
        try Data("s3cret-of-the-forge\n".utf8).write(to: URL(fileURLWithPath: tokenFile))
        try Data(Self.program.utf8).write(to: URL(fileURLWithPath: directory + "/server.py"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: tokenFile)
        let making = try SpawnedProgram.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout",
                directory + "/key.pem", "-out", certificate,
            ])
        guard making.status == 0 else { throw SSHServer.StartError(description: "openssl req failed") }
        let (process, port) = try Self.start(root, directory, port: 0)
        self.process = Mutex(process)
        self.port = port
    }

    deinit { goAway() }

    /// Ends it; nobody listens on its port then.
    public func goAway() {
        process.withLock { process in
            process.signal(SIGTERM)
            process.wait()
        }
    }

    /// Begins again after ``goAway()``, where and as it was.
    public func comeBack() throws {
        try process.withLock { $0 = try Self.start(root, directory, port: port).process }
    }

    /// - Parameter port: 0 for any.
    private static func start(
        _ root: String, _ directory: String, port: UInt16
    ) throws -> (process: SpawnedProgram, port: UInt16) {
        let output = Pipe()
        let process = try SpawnedProgram(
            "python3",
            ["/server.py", "/certificate.pem", "/key.pem", "/token"].map { directory + $0 } + [root, "\(port)"],
            output: output.fileHandleForWriting.fileDescriptor)
        try output.fileHandleForWriting.close()
        // It says its port when it listens: to the end of the line, or the rest would find nobody who reads it.
        var said = ""
        while !said.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            said += String(decoding: data, as: UTF8.self)
        }
        guard let port = UInt16(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            process.killAndWait()
            throw SSHServer.StartError(description: "the server did not start: \(said)")
        }
        return (process, port)
    }

    /// The gateway that git's manual describes (git-http-backend(1)); the body of
    /// a push comes in chunks.
    private static let program = """
        import base64, http.server, os, ssl, subprocess, sys

        certificate, key, token_file, root, port = sys.argv[1:]
        token = open(token_file).read().strip()


        class Gateway(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *words):
                pass

            def body(self):
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = []
                while True:
                    size = int(self.rfile.readline().split(b";")[0], 16)
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                    if size == 0:
                        return b"".join(parts)

            def reply(self, status, headers, content):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def serve(self):
                body = self.body()
                scheme, _, code = self.headers.get("Authorization", "").partition(" ")
                user, _, password = base64.b64decode(code).decode().partition(":")
                if scheme != "Basic" or password != token:
                    return self.reply(401, [("WWW-Authenticate", 'Basic realm="git"')], b"")
                path, _, query = self.path.partition("?")
                environment = dict(
                    os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                    REQUEST_METHOD=self.command, REMOTE_USER=user, CONTENT_LENGTH=str(len(body)),
                    CONTENT_TYPE=self.headers.get("Content-Type", ""), GIT_CONFIG_COUNT="1",
                    GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*")
                ended = subprocess.run(["git", "http-backend"], input=body, env=environment, stdout=subprocess.PIPE)
                head, _, content = ended.stdout.partition(b"\\r\\n\\r\\n")
                headers = [line.split(": ", 1) for line in head.decode().split("\\r\\n") if ": " in line]
                status = [int(value.split()[0]) for name, value in headers if name == "Status"] or [200]
                self.reply(status[0], [entry for entry in headers if entry[0] != "Status"], content)

            do_GET = do_POST = serve


        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Gateway)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port, flush=True)
        server.serve_forever()
        """
}
