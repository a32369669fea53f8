import Foundation
import Testing

/// A program run to its end.
enum Program {
    struct Result {
        let status: Int32
        let output: String
    }

    /// Runs `arguments[0]`, found in `PATH`; output and errors together.
    static func run(_ arguments: String..., in directory: URL? = nil) throws -> Result {
        try run(arguments, in: directory)
    }

    static func run(_ arguments: [String], in directory: URL? = nil) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = directory
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }
}

/// Runs `body` with a new directory, and removes it.
func withTemporaryDirectory<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appending(path: "isobar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory)
}

/// A self-signed certificate with its key, made by openssl.
func makeCertificate(in directory: URL) throws -> String {
    let made = try Program.run(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=globalbroker.example.org", "-keyout", "key.pem", "-out", "certificate.pem", in: directory)
    try #require(made.status == 0, "\(made.output)")
    return try ["certificate.pem", "key.pem"].map {
        try String(contentsOf: directory.appending(path: $0), encoding: .utf8)
    }.joined()
}
