import BrokerModel
import Foundation
import Testing

@testable import Fleet

/// Packages through the real helper, with an apt that only notes what it was
/// asked. Real ones are installed on the lab.
@Suite("Packages", .enabled(if: getuid() == 0, "the helper is run in a mount namespace of its own"))
struct PackageTests {
    /// `installed` holds the names dpkg knows; apt adds what it is asked to.
    private static let programs = [
        "apt-get": """
        echo "$(umask) $DEBIAN_FRONTEND $*" >>/run/isobar/calls
        [ ! -e /proc/self/fd/9 ] || echo 'the lock is open' >>/run/isobar/calls
        [ ! -f /run/isobar/says ] || { cat /run/isobar/says; rm /run/isobar/says; exit 100; }
        case " $* " in
        *' update '* | *' --simulate '* | *' --download-only '*) exit 0 ;;
        esac
        for word; do last=$word; case $word in [a-z]*) echo "$word" >>/run/isobar/installed ;; esac; done
        """,
        "dpkg-query": """
        for name in $(cat /run/isobar/installed 2>/dev/null); do
            case " $* " in *" $name "* | *" $name") echo "installed $name 1.2-3" ;; esac
        done
        """,
        "dpkg": "exit 0", "docker": "exit 1",
    ]

    private static let balancer = ["package/haproxy", "package/socat"]

    @Test func allThatIsMissingComesInOneRun() async throws {
        try await SandboxGround.with(programs: Self.programs, lists: Self.balancer) { ground in
            let answer = try await ground.run(PackageVerb(names: ["haproxy", "socat"]))
            #expect(answer.results.first?.message.hasPrefix("installed: ") == true)
            let installs = ground.calls.filter { $0.contains(" install ") && !$0.contains("--simulate") }
            #expect(installs.count == 2)
            #expect(installs.first?.contains("--download-only") == true)
            let last = try #require(installs.last)
            #expect(last.hasPrefix("0022 noninteractive -q -y "))
            for option in ["--no-install-recommends", "--no-upgrade", "--no-remove", "--force-confold"] {
                #expect(last.contains(option))
            }
            #expect(last.hasSuffix("haproxy socat"))
            #expect(!ground.calls.contains("the lock is open"))

            // The second step of the host finds its package there.
            let before = ground.calls.count
            try await ground.run(PackageVerb(names: ["haproxy", "socat"]))
            #expect(ground.calls.count == before)
        }
    }

    @Test func whatIsThereIsNotAskedFor() async throws {
        try await SandboxGround.with(programs: Self.programs, lists: Self.balancer) { ground in
            try "haproxy\n".write(
                to: ground.sandbox.directory.appending(path: "run/installed"), atomically: false, encoding: .utf8)
            try await ground.run(PackageVerb(names: ["haproxy", "socat"]))
            #expect(ground.calls.last?.hasSuffix(" socat") == true)
            #expect(!ground.calls.contains { $0.contains(" haproxy") })
        }
    }

    @Test func onlyKnownAndListedPackagesAreInstalled() async throws {
        try await SandboxGround.with(programs: Self.programs, lists: ["package/haproxy"]) { ground in
            let unlisted = try await ground.failure(of: PackageVerb(names: ["socat"]))
            #expect(unlisted?.code == .planStale)
            for name in ["nmap", "-o", "haproxy;id", "$(id)", "haproxy=1", "../x", ""] {
                let failure = try await ground.failure(of: PackageVerb(names: [name]))
                #expect(failure?.code == .helperRefused, "\(name)")
            }
            #expect(ground.calls == [])
        }
    }

    @Test func anOfflineHostSaysWhatAptSaid() async throws {
        var programs = Self.programs
        programs["apt-get"] = """
            echo "$*" >>/run/isobar/calls
            case " $* " in
            *' update '*) echo "Err:1 http://deb.debian.org/debian bookworm InRelease"
                echo "E: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Could not resolve" ;;
            *) echo "E: Unable to locate package haproxy" ;;
            esac
            exit 100
            """
        try await SandboxGround.with(programs: programs, lists: Self.balancer) { ground in
            let failure = try #require(try await ground.failure(of: PackageVerb(names: ["haproxy", "socat"])))
            #expect(failure.code == .packageUnavailable)
            #expect(failure.response.contains("apt-get update of the host's own sources:"))
            #expect(failure.response.contains("Could not resolve"))
            #expect(failure.response.contains("apt-get install haproxy socat"))
            #expect(failure.response.contains("Unable to locate package haproxy"))
            #expect(failure.remedy?.contains("broker.yaml") == true)
        }
    }

    @Test func aptIsWaitedFor() async throws {
        try await SandboxGround.with(programs: Self.programs, lists: Self.balancer) { ground in
            try "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)\n".write(
                to: ground.sandbox.directory.appending(path: "run/says"), atomically: false, encoding: .utf8)
            try await ground.run(PackageVerb(names: ["haproxy"]))
            #expect(ground.calls.filter { $0.hasSuffix(" update") }.count == 2)
        }
    }

    @Test func theNamedSourceComesFirst() async throws {
        try await SandboxGround.with(programs: Self.programs, lists: Self.balancer) { ground in
            try FileManager.default.createDirectory(
                at: ground.etc("apt/sources.list.d"), withIntermediateDirectories: true)
            try "Types: deb\nURIs: http://192.0.2.60/debian\n".write(
                to: ground.etc("apt/sources.list.d/isobar.sources"), atomically: false, encoding: .utf8)
            try await ground.run(PackageVerb(names: ["haproxy"]))
            #expect(ground.calls.allSatisfy { $0.contains("Dir::Etc::SourceList=/etc/apt/sources.list.d/isobar.sources") })

            // A source that cannot be trusted is not passed over.
            try "E: The repository 'http://192.0.2.60/debian ./ InRelease' is not signed.\n".write(
                to: ground.sandbox.directory.appending(path: "run/says"), atomically: false, encoding: .utf8)
            let failure = try #require(try await ground.failure(of: PackageVerb(names: ["socat"])))
            #expect(failure.code == .packageUnavailable)
            #expect(failure.response.contains("http://192.0.2.60/debian, the source of broker.yaml"))
            #expect(failure.response.contains("is not signed"))
        }
    }

    @Test func packagesAndAMissingEngineAreSeen() async throws {
        var programs = Self.programs
        // Neither does anything but be there.
        programs["dockerd"] = "exit 1"
        try await SandboxGround.with(programs: programs) { ground in
            // This machine has the one, as other tests need it, and not the other.
            let look = LookVerb(asksEngine: true, packages: ["haproxy", "pacemaker"])
            var answer = try await ground.sandbox.link().run(look)
            #expect(Array(answer.packages.keys) == ["haproxy"])
            #expect(answer.packages["haproxy"]?.first?.isNumber == true)
            #expect(answer.hasEngine == true)
            try await ground.hidingDocker { answer = try await ground.sandbox.link().run(look) }
            #expect(answer.hasEngine == false)
        }
    }

    /// A host without an engine is known to run nothing, and is not unreachable.
    @Test func aHostWithoutAnEngineIsSeen() async throws {
        try await SandboxGround.with { ground in
            let reference = try ImageReference("redis:7").required
            let image = try Steps.resource(
                ImageSpecification(reference: reference, supply: .registry), reference.text)
            let network = try Steps.resource(NetworkSpecification(name: "traefik"), "traefik")
            try await ground.hidingDocker {
                let host = try await ground.sandbox.observedHost([image, network])
                #expect(host.resources.isEmpty)
            }
        }
    }
}

extension SandboxGround {
    /// Runs `body` on a host with no engine, whatever this machine has.
    fileprivate func hidingDocker(_ body: () async throws -> Void) async throws {
        try? FileManager.default.removeItem(at: sandbox.directory.appending(path: "programs/dockerd"))
        try await body()
    }
}
