import BrokerModel
import Foundation
import Testing

@testable import Fleet

@Suite("Setting aside what is not Isobar's")
struct SetAsideTests {
    private static let directory = "/home/gb/traefik/dynamic"
    private static let aside = "/var/lib/isobar/set-aside"

    private func step(_ paths: String...) throws -> Step {
        var step = Steps.step(
            try Steps.resource(TraefikSpecification(routers: []), "routes"), .run, StepVerb.setAside)
        step.changes = paths.map { FieldChange(field: "foreign file", from: $0, to: nil) }
        return step
    }

    @Test func whatLiesInOurDirectoryIsKeptElsewhere() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let directory = Steps.put(try Steps.directory(Self.directory))
            try await performer.carryOut([directory])
            let theirs = "\(Self.directory)/theirs $(x).yml"
            for text in ["first\n", "second\n"] {
                try sandbox.write(text, to: theirs)
                // Twice: what is gone is no fault.
                for _ in 1...2 { #expect(try await performer.carryOut([try step(theirs)]) == [:]) }
                #expect(!sandbox.exists(theirs))
                #expect(try sandbox.text(Self.aside + theirs) == text)
            }
            #expect(try sandbox.text(Self.aside + theirs + ".~1~") == "first\n", "nothing is lost")
            // A link is moved, not what it leads to.
            try FileManager.default.createSymbolicLink(
                atPath: sandbox.url("\(Self.directory)/link.yml").path, withDestinationPath: "/etc/passwd")
            #expect(try await performer.carryOut([try step("\(Self.directory)/link.yml")]) == [:])
            #expect(
                try FileManager.default.destinationOfSymbolicLink(
                    atPath: sandbox.url("\(Self.aside)\(Self.directory)/link.yml").path) == "/etc/passwd")
            #expect(FileManager.default.fileExists(atPath: "/etc/passwd"))
        }
    }

    @Test func nothingElseIsMoved() async throws {
        try await Sandbox.with { sandbox in
            let performer = FleetPerformer(try sandbox.fleet())
            let ours = try Steps.file("\(Self.directory)/ours.yml", "ours\n")
            let other = try Steps.file("/home/gb/compose/x", "ours\n")
            try FileManager.default.createDirectory(at: sandbox.url(Self.directory), withIntermediateDirectories: true)
            try sandbox.write("theirs\n", to: "\(Self.directory)/theirs.yml")
            try sandbox.write("theirs\n", to: "/home/gb/compose/theirs")
            // The directory is not ours yet.
            let early = try await performer.carryOut([Steps.put(other), try step("\(Self.directory)/theirs.yml")])
            #expect(early.values.map(\.code) == [.helperRefused])
            // Now it is, and still not all in it, nor what is elsewhere.
            let directory = try Steps.directory(Self.directory)
            let seen = try await sandbox.observedHost([directory]).resources[directory.address]?.observation
            try await performer.carryOut([Steps.put(directory, over: seen), Steps.put(ours)])
            for (path, code) in [
                ("\(Self.directory)/ours.yml", FailureCode.helperRefused), ("/home/gb/compose/theirs", .helperRefused),
                (Self.directory, .helperRefused), ("/etc/passwd", .helperRefused),
                ("\(Self.directory)/../../compose/theirs", .planStale),
            ] {
                #expect(try await performer.carryOut([try step(path)]).values.map(\.code) == [code], "\(path)")
            }
            #expect(!sandbox.exists(Self.aside))
        }
    }
}
