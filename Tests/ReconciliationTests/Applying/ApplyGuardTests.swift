import BrokerModel
import Planner
import Testing

@testable import Reconciliation

/// Each refusal, before anything is changed.
@Suite("Whether a plan may be applied")
struct ApplyGuardTests {
    private func policy(
        _ apply: ApplyPolicy.Mode = .approval, maxDeletes: Int = 20, images: [String] = ["*"],
        packageSources: [String] = []
    ) -> ApplyPolicy {
        ApplyPolicy(
            apply: apply, selfHeal: true, maxDeletes: maxDeletes, allowedImages: images,
            allowedPackageSources: packageSources, requireSignedCommits: false)
    }

    private func check(
        _ fixture: PreparedFixture, _ policy: ApplyPolicy, reviewed: Digest? = nil,
        allowedDeletes: Int? = nil
    ) throws {
        try ApplyGuard(
            policy: policy, prepared: fixture.prepared(),
            request: ApplyRequest(actor: "ada", reviewed: reviewed, allowedDeletes: allowedDeletes)
        ).check()
    }

    private func departed(_ count: Int) throws -> [HostName] {
        try (0..<count).map { try #require(HostName("gone\($0)")) }
    }

    @Test("The plan that was reviewed is applied, another is not: 5, before policy is asked")
    func stale() throws {
        try check(PreparedFixture(), policy(), reviewed: Digest(of: "plan"))
        let failure = #expect(throws: Failure.self) {
            try check(PreparedFixture(), policy(.observe), reviewed: Digest(of: "other"))
        }
        #expect(failure?.code == .planStale)
        #expect(failure?.code.exitStatus == 5)
        #expect(failure?.response.contains("\(Digest(of: "plan"))") == true)
    }

    @Test("A policy of observing applies nothing: 7")
    func observe() throws {
        let failure = #expect(throws: Failure.self) { try check(PreparedFixture(), policy(.observe)) }
        #expect(failure?.code == .refusedByPolicy)
        #expect(failure?.code.exitStatus == 7)
        #expect(failure?.remedy?.contains("approval") == true)
        try check(PreparedFixture(), policy(.automatic))
    }

    @Test(
        "Deletes beyond the stricter limit need --allow-deletes, which is no more than it says",
        arguments: [
            (count: 5, commit: 5, policy: 20, allowed: nil, passes: true),
            (count: 6, commit: 5, policy: 20, allowed: nil, passes: false),
            (count: 6, commit: 20, policy: 5, allowed: nil, passes: false),
            (count: 6, commit: 5, policy: 20, allowed: 6, passes: true),
            (count: 7, commit: 5, policy: 20, allowed: 6, passes: false),
            (count: 1, commit: 5, policy: 20, allowed: 0, passes: false),
            (count: 30, commit: 5, policy: 20, allowed: 30, passes: true),
        ] as [(count: Int, commit: Int, policy: Int, allowed: Int?, passes: Bool)])
    func deletes(count: Int, commit: Int, policy limit: Int, allowed: Int?, passes: Bool) throws {
        var fixture = PreparedFixture(maxDeletes: commit)
        fixture.departedHosts = try departed(count)
        guard !passes else { return try check(fixture, policy(maxDeletes: limit), allowedDeletes: allowed) }
        let failure = #expect(throws: Failure.self) {
            try check(fixture, policy(maxDeletes: limit), allowedDeletes: allowed)
        }
        #expect(failure?.code == .refusedByPolicy)
        #expect(failure?.remedy?.contains("--allow-deletes \(count)") == true)
    }

    @Test("An image that policy does not admit is named; one that nobody starts is not asked about")
    func images() throws {
        let host = try #require(HostName("waloop01"))
        let image = try #require(ImageReference("evil/antiloop:1"))
        let address = ResourceAddress(host, ContainerSpecification.kind, "ca-eccc-msc")
        let container = ContainerSpecification(
            name: "ca-eccc-msc", image: image, network: .host, restartPolicy: .unlessStopped)
        var fixture = PreparedFixture()
        fixture.steps = [PreparedFixture.step(address, .create, specification: container)]
        let failure = #expect(throws: Failure.self) { try check(fixture, policy(images: ["golfvert/*"])) }
        #expect(failure?.code == .refusedByPolicy)
        #expect(failure?.response.contains("evil/antiloop:1") == true)
        try check(fixture, policy(images: ["evil/*"]))
        fixture.steps = [PreparedFixture.step(address, .delete)]
        try check(fixture, policy(images: ["golfvert/*"]))
    }

    @Test(
        "Hosts take packages from a source of a commit only if isobar.yaml names it",
        arguments: [
            (step: "package/haproxy", sources: [], passes: false),
            (step: "package/haproxy", sources: ["http://192.0.2.60/*"], passes: true),
            (step: "package/haproxy", sources: ["https://*", "http://192.0.2.6"], passes: false),
            (step: "file/etc/apt/sources.list.d/isobar.sources", sources: [], passes: false),
            (step: "file/etc/apt/sources.list.d/isobar.sources", sources: ["*"], passes: true),
            (step: "file/etc/sysctl.d/60-isobar-redis.conf", sources: [], passes: true),
        ] as [(step: String, sources: [String], passes: Bool)])
    func packageSources(step: String, sources: [String], passes: Bool) throws {
        let host = try #require(HostName("wlb01"))
        let parts = step.split(separator: "/", maxSplits: 1).map(String.init)
        let address = ResourceAddress(host, ResourceKind(parts[0]), parts[1])
        var fixture = PreparedFixture()
        fixture.steps = [PreparedFixture.step(address, .create)]
        // Without a source in the commit the host's own ones are used.
        try check(fixture, policy())
        fixture.packageSource = PackageSource(
            url: "http://192.0.2.60/debian", suite: "./", components: [], signingKey: "key")
        guard !passes else { return try check(fixture, policy(packageSources: sources)) }
        let failure = #expect(throws: Failure.self) { try check(fixture, policy(packageSources: sources)) }
        #expect(failure?.code.exitStatus == 7)
        #expect(failure?.response.contains("http://192.0.2.60/debian") == true)
        #expect(failure?.remedy?.contains("allowedPackageSources") == true)
        // That it goes is always allowed.
        fixture.steps = [PreparedFixture.step(address, .delete)]
        if parts[0] == "file" { try check(fixture, policy(packageSources: sources)) }
    }
}
