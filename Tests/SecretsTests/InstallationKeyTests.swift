import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Secrets

@Suite("The installation's key")
struct InstallationKeyTests {
    private func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return try await body(directory)
    }

    @Test("is made once, for its owner alone")
    func made() async throws {
        try await withDirectory { directory in
            let key = try InstallationKey.loadOrCreate(in: directory)
            #expect(key.bytes.count == 32)
            #expect(try InstallationKey.loadOrCreate(in: directory).bytes == key.bytes)
            let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/installation.key")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["installation.key"])
        }
    }

    @Test("differs between installations")
    func differs() async throws {
        let one = try await withDirectory { try InstallationKey.loadOrCreate(in: $0).bytes }
        let two = try await withDirectory { try InstallationKey.loadOrCreate(in: $0).bytes }
        #expect(one != two)
    }

    @Test("is one for all that make it at the same time")
    func race() async throws {
        try await withDirectory { directory in
            let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<32 { group.addTask { try InstallationKey.loadOrCreate(in: directory).bytes } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["installation.key"])
        }
    }

    @Test(
        "is refused when it is damaged or others can read it",
        arguments: [(31, 0o600), (33, 0o600), (0, 0o600), (32, 0o640)])
    func refused(size: Int, mode: Int) async throws {
        try await withDirectory { directory in
            let path = directory + "/installation.key"
            try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: Failure.self) { try InstallationKey.loadOrCreate(in: directory) }
            #expect(error?.code == .secretUnavailable)
            #expect(error?.remedy?.contains(mode == 0o600 ? "remove the file" : "chmod 600") == true)
        }
    }

    @Test("a directory that is missing is an error")
    func missingDirectory() {
        let error = #expect(throws: Failure.self) { try InstallationKey.loadOrCreate(in: "/nonexistent") }
        #expect(error?.response == "No such file or directory")
    }
}
