import BrokerModel
import Execution
import Testing

@testable import Fleet

/// Traefik's files, judged by the Traefik that would read them.
@Suite("Traefik on a lab host", .serialized)
struct LabTraefikTests {
    private static let bad: [(text: String, words: String)] = [
        ("http: {routers: {new: {rule: \"Path(`/x`)\", service: noop@internal, color: red}}}\n", "field not found"),
        ("http: {routers\n", "yaml"),
        ("http: {routers: {new: {rule: \"Path(/x\", entryPoints: [web], service: noop@internal}}}\n", "rule"),
    ]

    @Test func aBrokenFileNeverReplacesAGoodOne() async throws {
        try await LabTraefik.with { traefik in
            let good = try traefik.file("good.yml", LabTraefik.route("good"))
            let seen = try await traefik.observation(of: good)
            let before = try await traefik.listing()
            for (text, words) in Self.bad {
                let replacement = try traefik.file("good.yml", ConfidentialText(text))
                let new = try traefik.file("new.yml", ConfidentialText(text))
                for step in [Steps.put(replacement, over: seen), Steps.put(new)] {
                    let failure = try await traefik.performer.carryOut([step])[step.resource]
                    #expect(failure?.code == .validationRefused)
                    #expect(failure?.response.contains(words) == true, "\(failure?.response ?? "")")
                }
            }
            #expect(try await traefik.listing() == before)
            // Nothing is left of the judging, and Traefik goes on.
            #expect(try await traefik.shell("ls -A /home/gb/traefik") == "dynamic\ntraefik.yml\n")
            let next = try traefik.file("next.yml", LabTraefik.route("next"))
            #expect(try await traefik.performer.carryOut([Steps.put(next), traefik.verify("good", "next")]) == [:])
        }
    }

    /// Files that come together are judged together; one that is bad does not
    /// keep the others out.
    @Test func oneBadFileAmongManyIsFound() async throws {
        try await LabTraefik.with { traefik in
            let bad = Steps.put(try traefik.file("n7.yml", ConfidentialText(Self.bad[0].text)))
            var steps = try (0..<20).map { Steps.put(try traefik.file("n\($0).yml", LabTraefik.route("n\($0)"))) }
            steps[7] = bad
            let plan = try Steps.plan(steps)
            #expect(await traefik.performer.begin(plan) == [:])
            let failed = await withTaskGroup(of: ResourceAddress?.self) { group in
                for step in steps {
                    group.addTask { (try? await traefik.performer.perform(step)) == nil ? step.resource : nil }
                }
                return await group.reduce(into: [ResourceAddress]()) { failed, address in
                    if let address { failed.append(address) }
                }
            }
            #expect(failed == [bad.resource])
            #expect(await traefik.performer.end(plan, outcomes: [:]) == [:])
            #expect(try await traefik.performer.carryOut([traefik.verify("n6", "n8", "n19")]) == [:])
        }
    }

    /// A route that needs what another file brings is not refused for it.
    @Test func aFileMayNeedAnother() async throws {
        try await LabTraefik.with { traefik in
            let route = try traefik.file(
                "first.yml",
                "http: {routers: {first: {rule: \"Path(`/x`)\", service: noop@internal, middlewares: [later]}}}\n")
            let later = try traefik.file(
                "second.yml", "http: {middlewares: {later: {stripPrefix: {prefixes: [/x]}}}}\n")
            #expect(
                try await traefik.performer.carryOut([
                    Steps.put(route), Steps.put(later), traefik.verify("good", "first"),
                ]) == [:])
        }
    }

    /// While no Traefik runs nobody can judge. The one that starts then says
    /// what it cannot read, and that goes back to what it was.
    @Test func whatTraefikCannotReadIsTakenBack() async throws {
        try await LabTraefik.with { traefik in
            let before = try await traefik.listing()
            try await traefik.shell("docker stop traefik")
            let seen = try await traefik.observation(of: try traefik.file("good.yml", LabTraefik.route("good")))
            let new = try traefik.file("good.yml", ConfidentialText(Self.bad[0].text))
            let plan = try Steps.plan([Steps.put(new, over: seen)])
            #expect(await traefik.performer.begin(plan) == [:])
            _ = try await traefik.performer.perform(plan.steps[0])
            try await traefik.shell("docker start traefik")
            let failure = await #expect(throws: Failure.self) {
                try await traefik.performer.perform(try traefik.verify("good"))
            }
            #expect(failure?.code == .rolledBack)
            #expect(failure?.response.contains("field not found") == true)
            #expect(await traefik.performer.end(plan, outcomes: [:]) == [:])
            #expect(try await traefik.listing() == before)
            #expect(try await traefik.performer.carryOut([traefik.verify("good")]) == [:])
            // The way back ends with the run.
            #expect(try await traefik.shell("ls /var/lib/isobar") == "lease\nlock\nmanaged.json\n")
        }
    }

    /// What somebody else put there is named, and mended by moving it away.
    @Test func aForeignFileIsNamedAndSetAside() async throws {
        try await LabTraefik.with { traefik in
            let theirs = "/home/gb/traefik/dynamic/theirs.yml"
            try await traefik.shell("echo 'http: {nonsense: 1}' >\(theirs)")
            let next = try traefik.file("next.yml", LabTraefik.route("next"))
            let verify = try traefik.verify("next")
            let failures = try await traefik.performer.carryOut([Steps.put(next), verify])
            #expect(failures.values.map(\.code) == [.healthGateFailed])
            #expect(failures.values.first?.response.contains("theirs.yml") == true)
            #expect(try await traefik.listing().contains("nonsense"))

            let seen = try await traefik.observed([
                try traefik.file("good.yml", LabTraefik.route("good")), try traefik.routes("good", "next"),
            ])
            let foreign = seen.resources.values.filter { $0.address.kind == FileSpecification.kind && !$0.isOwned }
            #expect(foreign.map(\.address.name) == [String(theirs.dropFirst())])
            var step = Steps.step(try traefik.routes("good", "next"), .run, StepVerb.setAside)
            step.changes = [FieldChange(field: "foreign file", from: theirs, to: nil)]
            #expect(try await traefik.performer.carryOut([step, traefik.verify("good", "next")]) == [:])
            #expect(try await traefik.shell("cat /var/lib/isobar/set-aside\(theirs)") == "http: {nonsense: 1}\n")
        }
    }
}
