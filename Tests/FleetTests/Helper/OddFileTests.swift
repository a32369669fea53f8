import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// What a look does where something stands that nobody expected.
@Suite("Odd files in managed places")
struct OddFileTests {
    private static let directory = "/home/gb/traefik/dynamic"

    /// Makes each by hand, wanted and as a foreigner in a directory that is
    /// looked at whole. A look that read one would end at its deadline, or bring
    /// a digest.
    @Test(arguments: [
        "mkfifo $0", "mknod $0 c 1 5", "ln -s /dev/zero $0", "ln -s /etc/shadow $0", "ln -s $0 $0",
        "python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' $0", "truncate -s 1G $0",
    ])
    func areSeenAndNotRead(_ making: String) async throws {
        try await Sandbox.with { sandbox in
            try FileManager.default.createDirectory(at: sandbox.url(Self.directory), withIntermediateDirectories: true)
            let file = try Steps.file("\(Self.directory)/odd.yml", "x\n")
            let traefik = try Steps.resource(TraefikSpecification(routers: ["a@file"]), "traefik")
            try await Machine.run("sh", "-c", making, sandbox.url("\(Self.directory)/odd.yml").path)
            for wanted in [[file], [traefik], [file, traefik]] {
                let host = try await sandbox.observedHost(wanted)
                let seen = host.resources[file.address]?.observation as? FileObservation
                #expect(seen?.type == (making.hasPrefix("ln") ? .symlink : .other), "\(wanted.map(\.address))")
                #expect(seen?.digest == nil)
                #expect(host.texts.isEmpty)
            }
        }
    }

    /// What a link leads to is not looked at, though its name lies where Isobar
    /// manages things.
    @Test func aLinkAmongTheDirectoriesMakesTheHostUnknown() async throws {
        try await Sandbox.with { sandbox in
            try FileManager.default.createSymbolicLink(
                atPath: sandbox.url("/home/gb/compose/x").path, withDestinationPath: "/etc")
            for path in ["/home/gb/compose/x/passwd", "/home/gb/compose/x/ssl/openssl.cnf"] {
                let failure = try await sandbox.observe([try Steps.file(path, "x")]).unreachable.values.first
                #expect(failure?.response.contains("/home/gb/compose/x is a symbolic link") == true)
            }
            // The link itself may be seen.
            let link = try Steps.file("/home/gb/compose/x", "x")
            let seen = try await sandbox.observedHost([link]).resources[link.address]?.observation
            #expect((seen as? FileObservation)?.type == .symlink)
        }
    }

    /// The same for what the manifest lists.
    @Test func aLinkOverWhatIsOursMakesTheHostUnknown() async throws {
        try await Sandbox.with { sandbox in
            let directory = try Steps.directory("/home/gb/compose/x")
            let file = try Steps.file("/home/gb/compose/x/passwd", "ours\n")
            try await FleetPerformer(try sandbox.fleet()).carryOut([Steps.put(directory), Steps.put(file)])
            let place = sandbox.url("/home/gb/compose/x")
            try FileManager.default.moveItem(at: place, to: sandbox.url("/home/gb/compose/y"))
            try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: "/etc")
            let failure = try await sandbox.observe().unreachable.values.first
            #expect(failure?.response.contains("is a symbolic link") == true)
        }
    }

    /// Names in a directory that is looked at whole may be anything.
    @Test(arguments: ["a\nb.yml", "#entries", "-rf", "\\back.yml", "ü \u{1}.yml", "'$(id)'"])
    func namesMeanNothing(_ name: String) async throws {
        try await Sandbox.with { sandbox in
            let directory = sandbox.url(Self.directory)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try "theirs\n".write(to: directory.appending(path: name), atomically: false, encoding: .utf8)
            let host = try await sandbox.observedHost([
                try Steps.resource(TraefikSpecification(routers: ["a@file"]), "traefik")
            ])
            let files = host.resources.values.filter { $0.address.kind == FileSpecification.kind }
            #expect(files.count <= 1)
            #expect(files.allSatisfy { !$0.isOwned && $0.address.name.hasSuffix("/dynamic/" + name) })
        }
    }
}
