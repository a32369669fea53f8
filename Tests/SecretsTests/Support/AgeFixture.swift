import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Secrets

/// A directory with an age identity of its own.
final class AgeFixture: Sendable {
    let directory: String
    let identityFile: String
    let recipient: Recipient

    init() throws {
        directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        identityFile = directory + "/identity"
        let made = try SpawnedProgram.run("age-keygen", ["-o", identityFile])
        try #require(made.status == 0)
        let text = try SpawnedProgram.run("age-keygen", ["-y", identityFile]).output
        recipient = try #require(Recipient(String(decoding: text.dropLast(), as: UTF8.self)))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var secrets: AgeSecrets { AgeSecrets(identityFile: identityFile) }

    func seal(_ value: String) async throws -> [UInt8] {
        try await AgeSecrets.encrypt(Secret(value), for: [recipient], name: "test")
    }

    /// What `age` makes of exactly these bytes.
    func sealRaw(_ bytes: [UInt8], armored: Bool = false) throws -> [UInt8] {
        let arguments = (armored ? ["--armor"] : []) + ["--recipient", recipient.text]
        let ended = try SpawnedProgram.run("age", arguments, input: bytes)
        try #require(ended.status == 0)
        return ended.output
    }

    /// A script in the place of `age`.
    func program(_ script: String) throws -> AgeProgram {
        let programs = directory + "/programs"
        try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
        // Written by another process: a child that inherited our descriptor would keep it from being run (ETXTBSY).
        let text = "#!/bin/sh\nPATH=/usr/bin:/bin\n\(script)\n"
        let written = try SpawnedProgram.run(
            "sh", ["-c", "cat > age && chmod 700 age"], directory: programs, input: Array(text.utf8))
        try #require(written.status == 0)
        return AgeProgram(searchPath: programs)
    }

    func write(_ name: String, _ text: String) throws -> String {
        let path = directory + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}

/// The failure `body` ends with; nil when it ends well.
func failure<Value>(of body: () async throws(Failure) -> Value) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
