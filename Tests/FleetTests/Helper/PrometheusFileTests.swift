import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Fleet

/// Files of Prometheus, judged by what `docker run` of its image says: here a
/// script in the engine's place, on the lab the engine itself.
@Suite("Files that promtool judges")
struct PrometheusFileTests {
    private static let path = "/home/gb/prometheus/rules/isobar.rules.yml"

    /// - Parameter docker: what stands for `docker run …`: `$file` is what it is
    ///   to judge, seen from outside. Nil: there is no container.
    private func put(_ text: String, judged docker: String?) async throws -> (failure: Failure?, isWritten: Bool) {
        try await Sandbox.with { sandbox in
            let programs = sandbox.directory.appending(path: "programs")
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            let inspect = docker == nil ? "exit 1" : "echo sha256:0123; exit 0"
            let script = """
                #!/bin/sh
                [ "$1" != inspect ] || { \(inspect); }
                while [ $# -gt 0 ]; do
                    case $1 in
                        --volume) file=${2%%:*}/file.yml ;;
                        --user) [ "$2" = 65532:65532 ] || exit 99 ;;
                        --network) [ "$2" = none ] || exit 99 ;;
                    esac
                    shift
                done
                \(docker ?? "exit 99")

                """
            _ = try SpawnedProgram.run(
                "sh", ["-c", "cat >\(programs.path)/docker; chmod 755 \(programs.path)/docker"],
                input: Array(script.utf8))
            let directories = try ["/home/gb/prometheus", "/home/gb/prometheus/rules"].map { try Steps.directory($0) }
            let file = try Steps.file(Self.path, ConfidentialText(text), check: .prometheusRules)
            let failures = try await FleetPerformer(try sandbox.fleet()).carryOut(
                directories.map { Steps.put($0) } + [Steps.put(file)])
            return (failures[file.address], sandbox.exists(Self.path))
        }
    }

    @Test func whatItTakesIsWritten() async throws {
        let result = try await put("groups: []\n", judged: "grep -q groups \"$file\"")
        #expect(result.failure == nil && result.isWritten, "\(String(describing: result.failure))")
    }

    @Test func whatItRefusesIsNot() async throws {
        let result = try await put(
            "nonsense\n", judged: "grep -q groups \"$file\" || { echo /check/file.yml: bad; exit 1; }")
        #expect(result.failure?.code == .validationRefused && !result.isWritten)
        #expect(result.failure?.response.contains("the file: bad") == true, "\(result.failure?.response ?? "")")
    }

    /// Its own failure is no verdict, and nothing is written without one.
    @Test(arguments: [124, 125, 127])
    func withoutAVerdictNothingIsWritten(status: Int) async throws {
        let result = try await put("groups: []\n", judged: "echo no such image; exit \(status)")
        #expect(result.failure?.code == .commandFailed && !result.isWritten)
        #expect(result.failure?.response.contains("no such image") == true)
    }

    /// There is nothing yet that a bad file could keep from going on.
    @Test func withoutAContainerNobodyIsAsked() async throws {
        let result = try await put("nonsense\n", judged: nil)
        #expect(result.failure == nil && result.isWritten)
    }
}
