import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Fleet

/// The container of Traefik has a process before that is Traefik, and for a
/// moment after it was. Neither can judge a file, and nothing may be refused
/// for it.
@Suite("Traefik that starts or ends while its files are written")
struct StartingTraefikTests {
    /// A host whose engine tells of a container "traefik".
    private struct Stage {
        let sandbox: Sandbox

        /// What `docker inspect` shall say of the container's process.
        func show(_ process: Int32) throws {
            try sandbox.write("\(process) /etc/traefik\n", to: "/home/gb/traefik/process")
        }

        /// Writes a file for Traefik; what kept it from being written.
        func put() async throws -> Failure? {
            let home = try Sandbox.settings().home.text
            let route = try Steps.file("\(home)/traefik/dynamic/r.yml", "# r\n", check: .traefikDynamic)
            return try await FleetPerformer(try sandbox.fleet()).carryOut([
                Steps.put(try Steps.directory("\(home)/traefik/dynamic")), Steps.put(route),
            ])[route.address]
        }

        var isWritten: Bool { sandbox.exists("/home/gb/traefik/dynamic/r.yml") }
    }

    private static func with(_ body: (Stage) async throws -> Void) async throws {
        try await Sandbox.with { sandbox in
            let programs = sandbox.directory.appending(path: "programs")
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            let docker = programs.appending(path: "docker")
            try "#!/bin/sh\ncat /home/gb/traefik/process\n".write(to: docker, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: docker.path)
            // The place of /usr/sbin is the test's; what judging needs from there stays.
            try FileManager.default.createSymbolicLink(
                atPath: programs.appending(path: "chroot").path,
                withDestinationPath: sandbox.directory.path + "/usr-sbin/chroot")
            try await body(Stage(sandbox: sandbox))
        }
    }

    /// A process whose program has this name: sleep(1), which is no judge of
    /// anything, and says so.
    private static func sleeper(_ name: String, for time: String, in sandbox: Sandbox) throws -> SpawnedProgram {
        let program = sandbox.directory.appending(path: name).path
        if !FileManager.default.fileExists(atPath: program) {
            // By another process: a child that inherited our descriptor would keep it from being run (ETXTBSY).
            _ = try SpawnedProgram.run("cp", ["/bin/sleep", program])
        }
        return try SpawnedProgram(program, [time])
    }

    @Test func aProcessThatIsNotTraefikYetJudgesNothing() async throws {
        try await Self.with { stage in
            let starting = try Self.sleeper("runc", for: "60", in: stage.sandbox)
            try stage.show(starting.id)
            #expect(try await stage.put() == nil)
            #expect(stage.isWritten)
            starting.signal(SIGKILL)
            starting.wait()
        }
    }

    @Test func itIsAskedOnceItIsTraefik() async throws {
        try await Self.with { stage in
            // As a start script does: one program, then another, in one process.
            let traefik = try Self.sleeper("traefik", for: "0", in: stage.sandbox)
            traefik.wait()
            let program = stage.sandbox.directory.path + "/traefik"
            let starting = try SpawnedProgram("sh", ["-c", "sleep 0.5; exec \(program) 60"])
            try stage.show(starting.id)
            let failure = try await stage.put()
            #expect(failure?.code == .validationRefused, "\(String(describing: failure))")
            #expect(failure?.response.contains("unrecognized option") == true)
            #expect(!stage.isWritten)
            starting.signal(SIGKILL)
            starting.wait()
        }
    }

    @Test func whatItSaidWhileItEndedCountsForNothing() async throws {
        try await Self.with { stage in
            let ending = try Self.sleeper("traefik", for: "60", in: stage.sandbox)
            try stage.show(ending.id)
            // Its program is there when it is looked up; when it is to be run, it has ended.
            let directory = stage.sandbox.directory
            let chroot = directory.appending(path: "programs/chroot").path
            try FileManager.default.removeItem(atPath: chroot)
            let script = """
                #!/bin/sh
                touch "\(directory.path)/asked"
                until [ -e "\(directory.path)/ended" ]; do sleep 0.02; done
                exec "\(directory.path)/usr-sbin/chroot" "$@"

                """
            // By another process, as above.
            _ = try SpawnedProgram.run("sh", ["-c", "cat >\(chroot); chmod 755 \(chroot)"], input: Array(script.utf8))
            async let failure = stage.put()
            let deadline = ContinuousClock.now + .seconds(60)
            while !FileManager.default.fileExists(atPath: directory.path + "/asked"), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            ending.signal(SIGKILL)
            #expect(ending.wait() == 128 + SIGKILL)
            try Data().write(to: directory.appending(path: "ended"))
            let refusal = try await failure
            #expect(refusal == nil)
            #expect(stage.isWritten)
        }
    }

    @Test func whatCannotRunItIsNoVerdict() async throws {
        try await Self.with { stage in
            let traefik = try Self.sleeper("traefik", for: "60", in: stage.sandbox)
            try stage.show(traefik.id)
            let chroot = stage.sandbox.directory.appending(path: "programs/chroot")
            try FileManager.default.removeItem(at: chroot)
            let failure = try await stage.put()
            #expect(failure?.code == .commandFailed, "\(String(describing: failure))")
            #expect(!stage.isWritten)
            traefik.signal(SIGKILL)
            traefik.wait()
        }
    }
}
