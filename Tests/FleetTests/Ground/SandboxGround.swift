import BrokerModel
import Foundation

@testable import Fleet

/// A sandbox's host with a private `/etc`, programs that stand in for Debian's,
/// and a manifest.
struct SandboxGround {
    let sandbox: Sandbox

    /// - Parameter programs: what `/usr/sbin` holds besides what it really does,
    ///   as shell scripts; found before `/usr/bin`.
    static func with(
        programs: [String: String] = [:], lists: [String] = [], _ body: (SandboxGround) async throws -> Void
    ) async throws {
        try await Sandbox.with { sandbox in
            let ground = SandboxGround(sandbox: sandbox)
            let directory = sandbox.directory
            try await Machine.run("cp", "-a", "/etc", directory.appending(path: "etc").path)
            for file in ["etc/sudoers.d", "etc/haproxy"] {
                try await Machine.run("mkdir", "-p", directory.appending(path: file).path)
            }
            try FileManager.default.createDirectory(
                at: directory.appending(path: "programs"), withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: "/usr/sbin") {
                try? FileManager.default.createSymbolicLink(
                    atPath: directory.appending(path: "programs/\(name)").path,
                    withDestinationPath: "\(directory.path)/usr-sbin/\(name)")
            }
            for (name, text) in programs { try ground.write(program: name, text) }
            let resources = Set(lists.compactMap { ResourceAddress("host01/\($0)") })
            try await ground.list(resources)
            try await body(ground)
        }
    }

    func write(program name: String, _ text: String) throws {
        let file = sandbox.directory.appending(path: "programs/\(name)")
        try? FileManager.default.removeItem(at: file)
        try "#!/bin/sh\n\(text)\n".write(to: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// A file of the private `/etc`.
    func etc(_ path: String) -> URL { sandbox.directory.appending(path: "etc/\(path)") }

    func text(of path: String) throws -> String { try String(contentsOf: etc(path), encoding: .utf8) }

    /// What programs noted in `/run/isobar/calls`.
    var calls: [String] {
        let text = try? String(contentsOf: sandbox.directory.appending(path: "run/calls"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    /// Runs a verb under a lease.
    @discardableResult
    func run(_ verb: some HelperVerb) async throws -> HelperAnswer {
        let link = try sandbox.link()
        let lease = LeaseVerb(action: .take, holder: link.settings.holder)
        await link.hold(try await link.run([lease]).leaseToken)
        return try await link.run(verb)
    }

    func failure(of verb: some HelperVerb) async throws -> Failure? {
        do {
            try await run(verb)
            return nil
        } catch let failure as Failure {
            return failure
        }
    }

    private func list(_ resources: Set<ResourceAddress>) async throws {
        guard !resources.isEmpty else { return }
        let manifest = Manifest(broker: try Sandbox.broker.required, resources: resources)
        try await run(ManifestVerb(contents: ManifestFile.contents(of: manifest), expected: .absent))
    }
}
