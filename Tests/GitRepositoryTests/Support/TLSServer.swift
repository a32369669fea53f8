import Foundation
import TestSupport

/// `openssl s_server` on loopback with a certificate nobody has signed.
///
/// It answers every request with a page of its own, enough to see whether TLS
/// was accepted, or not at all.
final class TLSServer: Sendable {
    let port: UInt16

    /// The certificate, which is its own authority.
    let certificate: String

    private let directory: TemporaryDirectory
    /// Stays open: at its end the server would hang up.
    private let input = Pipe()

    private let process: SpawnedProgram

    init(isSilent: Bool = false) throws {
        directory = try TemporaryDirectory()
        port = try SSHServer.freePort()
        certificate = directory.path + "/certificate.pem"
        let key = directory.path + "/key.pem"
        let request = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out",
            certificate,
        ]
        let making = try SpawnedProgram.run("openssl", request)
        guard making.status == 0 else { throw SSHServer.StartError(description: "openssl req failed") }

        let output = Pipe()
        process = try SpawnedProgram(
            "openssl",
            ["s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key]
                + (isSilent ? [] : ["-www"]),
            input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor)
        try output.fileHandleForWriting.close()
        // It says ACCEPT when it listens.
        var text = ""
        while !text.contains("ACCEPT") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw SSHServer.StartError(description: "openssl s_server: \(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
    }

    deinit {
        process.signal(SIGTERM)
        process.wait()
    }
}
