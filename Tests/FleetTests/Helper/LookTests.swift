import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("Looking at a host")
struct LookTests {
    @Test func lookingLeavesNothingBehind() async throws {
        try await Sandbox.with { sandbox in
            let before = try sandbox.everything()
            let host = try await sandbox.observedHost([
                try Steps.file("/home/gb/compose/a/a.env", "A=1\n"), try Steps.directory("/home/gb/compose/a"),
            ])
            #expect(host.resources.isEmpty)
            #expect(host.manifest == Manifest())
            #expect(try sandbox.everything() == before)
        }
    }

    @Test func filesAreSeenWithOwnerModeAndText() async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write("old\n", to: "/home/gb/traefik/x.yml")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o604], ofItemAtPath: sandbox.url("/home/gb/traefik/x.yml").path)
            try FileManager.default.createSymbolicLink(
                atPath: sandbox.url("/home/gb/traefik/link").path, withDestinationPath: "/etc/passwd")
            let file = try Steps.file("/home/gb/traefik/x.yml", "new\n")
            let link = try Steps.file("/home/gb/traefik/link", "new\n")
            let directory = try Steps.directory("/home/gb/traefik")
            let host = try await sandbox.observedHost([file, link, directory])

            let found = try #require(host.resources[file.address])
            let observation = try #require(found.observation as? FileObservation)
            #expect(observation.digest == Digest(of: "old\n"))
            #expect(observation.ownership == FileOwnership(owner: "root", group: "root", mode: 0o604))
            #expect(!found.isOwned)
            #expect(host.texts == [try AbsolutePath("/home/gb/traefik/x.yml").required: "old\n"])
            #expect((host.resources[link.address]?.observation as? FileObservation)?.type == .symlink)
            #expect((host.resources[directory.address]?.observation as? DirectoryObservation)?.isDirectory == true)
            #expect(host.resources.count == 3)
        }
    }

    /// Whoever may not read a file on the host does not get its text from us.
    @Test func textsOfPrivateFilesStayOnTheHost() async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write("PASSWORD=x\n", to: "/home/gb/compose/x.env")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640], ofItemAtPath: sandbox.url("/home/gb/compose/x.env").path)
            let host = try await sandbox.observedHost([try Steps.file("/home/gb/compose/x.env", "other\n")])
            #expect(host.texts.isEmpty)
            #expect(host.resources.count == 1)
        }
    }

    @Test func aFileAsItsPackageInstalledItIsKnown() async throws {
        try await Sandbox.with { sandbox in
            // The real package's file, under the real package database.
            let original = try String(contentsOfFile: "/etc/haproxy/haproxy.cfg", encoding: .utf8)
            let file = try Steps.file("/etc/haproxy/haproxy.cfg", "global\n", replacesPackageDefault: true)
            for (text, isDefault) in [(original, true), (original + "#\n", false)] {
                try sandbox.write(text, to: "/etc/haproxy/haproxy.cfg")
                let observation = try await sandbox.observedHost([file]).resources[file.address]?.observation
                #expect((observation as? FileObservation)?.isPackageDefault == isDefault)
            }
        }
    }

    @Test func foreignFilesOfTheDynamicDirectoryAreSeen() async throws {
        try await Sandbox.with { sandbox in
            try FileManager.default.createDirectory(
                at: sandbox.url("/home/gb/traefik/dynamic/sub"), withIntermediateDirectories: true)
            try sandbox.write("x", to: "/home/gb/traefik/dynamic/sub/.hidden.yml")
            let host = try await sandbox.observedHost([
                try Steps.resource(TraefikSpecification(routers: ["a@file"]), "traefik")
            ])
            let foreign = host.resources.values.filter { $0.address.kind == FileSpecification.kind }
            #expect(foreign.map(\.address.name) == ["home/gb/traefik/dynamic/sub/.hidden.yml"])
            #expect(foreign.allSatisfy { !$0.isOwned })
            let traefik = host.resources.values.first { $0.address.kind == TraefikSpecification.kind }
            #expect((traefik?.observation as? TraefikObservation)?.answers == false)
        }
    }

    @Test(arguments: ["/etc/shadow", "/home/gb/.ssh/authorized_keys", "/home/other/compose/x", "/var/lib/isobar/lease"])
    func whatIsNotIsobarsIsNotShown(_ path: String) async throws {
        try await Sandbox.with { sandbox in
            let failure = try await sandbox.observe([try Steps.file(path, "x")]).unreachable.values.first
            #expect(failure?.response.contains("outside of what Isobar manages") == true)
        }
    }

    @Test func aDamagedManifestMakesTheHostUnknown() async throws {
        try await Sandbox.with { sandbox in
            try FileManager.default.createDirectory(
                at: sandbox.url("/var/lib/isobar/"), withIntermediateDirectories: true)
            try sandbox.write("{", to: "/var/lib/isobar/managed.json")
            let state = try await sandbox.observe()
            #expect(state.hosts.isEmpty)
            #expect(state.unreachable.values.first?.code == .manifestUnreadable)
        }
    }

    /// A host whose engine does not answer is unknown, not free of containers.
    @Test func aHostWithoutItsEngineIsUnknown() async throws {
        try await Sandbox.with { sandbox in
            let state = try await sandbox.observe([try Steps.resource(NetworkSpecification(name: "traefik"), "traefik")]
            )
            #expect(state.hosts.isEmpty)
            #expect(state.unreachable.values.first?.code == .engineUnavailable)
        }
    }
}
