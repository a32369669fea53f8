import BrokerModel
import Testing

@testable import Previews

@Suite("What a change is held against")
struct PolicyTests {
    private typealias Outcome = PolicyResult.Outcome

    private func outcome(_ policy: PreviewPolicy, _ edit: (inout Scene) -> Void) throws -> PolicyResult.Outcome? {
        var scene = Scene()
        edit(&scene)
        return try scene.result(of: policy)?.outcome
    }

    @Test("A change of nothing passes everything that can be told")
    func nothing() throws {
        let results = try Scene().change.policies
        #expect(results.filter { $0.outcome != .pass }.map(\.policy) == [.unknownCentre])
        #expect(results.map(\.policy) == PreviewPolicy.allCases.filter { $0 != .signature })
    }

    @Test("deletes: only beyond the limit, and only those the change brings")
    func deletes() throws {
        let gone: Set<CentreID> = [Scene.centre("ca-eccc-msc"), Scene.centre("fr-meteofrance")]
        #expect(try outcome(.deletes) { $0.deletedNodes = gone } == .pass)
        let limited = { (scene: inout Scene) in
            scene.deletedNodes = gone
            scene.deleteLimit = 1
        }
        #expect(try outcome(.deletes, limited) == .fail)
    }

    @Test(
        "unpinnedTag",
        arguments: [
            ("emqx:latest", false), ("emqx", false), ("emqx:stable", false), ("emqx:5", true), ("emqx:v5.9.0", true),
            ("emqx@sha256:" + String(repeating: "a", count: 64), true), ("emqx:alpine3", false),
        ])
    func unpinned(image: String, isPinned: Bool) throws {
        #expect(
            try outcome(.unpinnedTag) { $0.merged.versions.emqx = Scene.image(image) } == (isPinned ? .pass : .warn))
        #expect(
            try outcome(.unpinnedTag) { $0.merged.nodes[0].image = Scene.image(image) } == (isPinned ? .pass : .warn))
    }

    @Test("unpinnedTag: one that stands in base already is none of the change")
    func standingTag() throws {
        #expect(
            try outcome(.unpinnedTag) { scene in
                scene.base.versions.emqx = Scene.image("emqx:latest")
                scene.merged.versions.emqx = Scene.image("emqx:latest")
            } == .pass)
    }

    @Test(
        "downgrade",
        arguments: [
            ("5.8.6", "5.8.5", true), ("5.8.6", "5.10.0", false), ("5.8", "5.8.0", false), ("v3.5.0", "v3.4.9", true),
            ("7.2.4-alpine3.19", "7.2.4-alpine3.18", false), ("5.8.6", "latest", false), ("10.0.0", "9.9.9", true),
            ("5.9.0-rc1", "5.9.0", false), ("99999999999999999999", "1", false),
        ])
    func downgrade(from: String, to: String, isOne: Bool) throws {
        #expect(
            try outcome(.downgrade) { scene in
                scene.base.versions.emqx = Scene.image("emqx:" + from)
                scene.merged.versions.emqx = Scene.image("emqx:" + to)
            } == (isOne ? .warn : .pass))
    }

    @Test("downgrade: a node's first image of its own is compared with that of all nodes")
    func nodeDowngrade() throws {
        #expect(try outcome(.downgrade) { $0.merged.nodes[0].image = Scene.image("example/antiloop:2.0.5") } == .warn)
        #expect(try outcome(.downgrade) { $0.merged.nodes[0].image = Scene.image("example/antiloop:2.0.7") } == .pass)
    }

    @Test("downgrade: a node that gives up its own image is compared with that of all nodes")
    func nodeWithoutImage() throws {
        for (image, outcome) in [("2.0.9", Outcome.warn), ("2.0.5", .pass)] {
            #expect(
                try self.outcome(.downgrade) {
                    $0.base.nodes[0].image = Scene.image("example/antiloop:" + image)
                } == outcome)
        }
    }

    @Test("nodesAtOnce counts nodes, not instances")
    func nodesAtOnce() throws {
        let steps = ["waloop01", "waloop02"].flatMap { host in
            ["ca-eccc-msc", "fr-meteofrance"].map { Scene.step($0, on: host, .replace, siblings: ["waloop03"]) }
        }
        for (limit, outcome) in [(2, Outcome.pass), (1, .warn)] {
            #expect(
                try self.outcome(.nodesAtOnce) { scene in
                    scene.mergedSteps = steps
                    scene.policies.nodesPerChange = limit
                } == outcome)
        }
    }

    @Test("capacity: only a host that gets more than it had")
    func capacity() throws {
        let many = ["ca-eccc-msc", "fr-meteofrance"].map { Scene.container($0, on: "waloop01") }
        #expect(
            try outcome(.capacity) { scene in
                scene.mergedResources = many
                scene.policies.instancesPerHost = 1
            } == .warn)
        #expect(
            try outcome(.capacity) { scene in
                scene.baseResources = many
                scene.mergedResources = many
                scene.policies.instancesPerHost = 1
            } == .pass)
    }

    @Test("unknownCentre needs a list, and looks at new nodes only")
    func unknownCentre() throws {
        let registered: Set<CentreID> = [Scene.centre("de-dwd")]
        for (node, outcome) in [("de-dwd", Outcome.pass), ("zz-nobody", .warn)] {
            #expect(
                try self.outcome(.unknownCentre) { scene in
                    scene.policies.registeredCentres = registered
                    scene.merged.nodes.append(Scene.node(node))
                } == outcome)
        }
    }

    @Test("credentials: of nodes the change brings or changes")
    func credentials() throws {
        #expect(try outcome(.credentials) { $0.merged.nodes[0].subscription.password = nil } == .warn)
        #expect(
            try outcome(.credentials) { scene in
                scene.base.nodes[0].subscription.username = nil
                scene.merged.nodes[0].subscription.username = nil
            } == .pass)
    }

    @Test("expiry", arguments: [("2026-11-21", true), ("2026-11-22", true), ("2026-11-23", false)])
    func expiry(date: String, isPast: Bool) throws {
        #expect(
            try outcome(.expiry) { $0.merged.nodes[0].expires = CalendarDate(date) } == (isPast ? .fail : .pass))
    }

    @Test("certificateNames: what the review found, and unknown where a certificate is closed")
    func certificates() throws {
        let found = Diagnostic(.error, at: SourcePosition(file: "broker.yaml", line: 1), "does not cover x")
        #expect(try outcome(.certificateNames) { $0.certificates = [found] } == .fail)
        #expect(try outcome(.certificateNames) { $0.certificates = nil } == .unknown)
    }

    @Test("signature is off unless it is asked for")
    func signature() throws {
        #expect(try outcome(.signature) { $0.isSigned = false } == nil)
        for (isSigned, outcome) in [(true, Outcome.pass), (false, .fail), (nil as Bool?, .unknown)] {
            #expect(
                try self.outcome(.signature) { scene in
                    scene.policies.levels = [.signature: .fail]
                    scene.isSigned = isSigned
                } == outcome)
        }
    }

    @Test("A level decides between silence, a word and a refusal")
    func levels() throws {
        for (level, outcome) in [
            (PreviewPolicy.Level.off, nil as PolicyResult.Outcome?), (.warn, .warn), (.fail, .fail),
        ] {
            #expect(
                try self.outcome(.credentials) { scene in
                    scene.policies.levels = [.credentials: level]
                    scene.merged.nodes[0].subscription.password = nil
                } == outcome)
        }
    }
}
