import BrokerModel
import Controller
import Forge
import Previews
import Synchronization
import TestSupport
import Testing

/// With `whenDifferent: wait`, what nobody was shown waits, however often it is looked at.
extension PullRequestTests {
    private static let wait = "{whenDifferent: wait}"

    /// Change 1 is shown on a commit that it does not wait for.
    private func untilShown(on commit: String, at service: BrokerService) async throws {
        _ = try await service.until("it is shown on \(commit)") { _ in
            await service.previews.shown.first?.preview.base.text == commit
        }
    }

    private func untilWaiting(for commit: String, at service: BrokerService) async throws {
        let status = try await service.until("\(commit) waits") {
            $0.state == "waiting" && $0.waiting?.commit == commit
        }
        #expect(status.waiting?.because == ["it is not what a preview showed its reviewers"])
    }

    /// Hosts are looked at twice more, and it waits still.
    private func expectWaiting(for commit: String, applied: String, at service: BrokerService) async throws {
        for _ in 1...2 {
            let looks = await service.counted.looks
            _ = await service.sync(by: "test")
            _ = try await service.until("another look") { _ in await service.counted.looks > looks }
            try await untilWaiting(for: commit, at: service)
        }
        #expect(await service.status.appliedCommit == applied)
    }

    @Test("A push without a change at the forge waits on, with a change open that does nothing on the hosts")
    func pushed() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: Self.wait)
            let main = try fixture.commit("first")
            forge.open(1, at: try propose(1, .github, ["README.md": "Words\n"], in: fixture))
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                try await untilShown(on: main, at: service)
                let pushed = try fixture.commit("Pushed", antiloop: "1.0.1")
                try await untilWaiting(for: pushed, at: service)
                try await untilShown(on: pushed, at: service)
                try await expectWaiting(for: pushed, applied: main, at: service)
            }
            #expect(!fixture.said.lines.contains { $0.message == "merged as reviewed" })
        }
    }

    @Test(
        "Merged as something else, it waits on and the comment says so, also where the forge lists it as open still",
        arguments: [true, false])
    func listedStill(isNamedAtOnce: Bool) async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: Self.wait)
            let main = try fixture.commit("first")
            let head = try propose(1, .github, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                try await untilShown(on: main, at: service)
                _ = try await service.until("the comment is there") { _ in !forge.comments(on: 1).isEmpty }
                let merged = try squash(
                    isNamedAtOnce ? 1 : nil, forge, in: fixture, antiloop: "1.0.1", isListed: true, try node(zone: "UTC"))
                try await untilWaiting(for: merged, at: service)
                if !isNamedAtOnce {
                    try await untilShown(on: merged, at: service)
                    forge.state.withLock { $0.merged[merged] = 1 }
                }
                try await expectWaiting(for: merged, applied: main, at: service)
                _ = try await service.until("the comment says so") { _ in
                    forge.comments(on: 1).first?.body.contains("Merged, and not as reviewed") == true
                }
                try await expectWaiting(for: merged, applied: main, at: service)
                #expect(forge.comments(on: 1).first?.body.contains("Merged, and not as reviewed") == true)
            }
        }
    }

    @Test("What was pushed on the way is not let go by merging a change that was shown on top of it")
    func carried() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: Self.wait)
            let main = try fixture.commit("first")
            let head = try propose(1, .github, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                try await untilShown(on: main, at: service)
                let pushed = try fixture.commit("Pushed", antiloop: "1.0.1")
                try await untilWaiting(for: pushed, at: service)
                try await untilShown(on: pushed, at: service)
                let merged = try squash(1, forge, in: fixture, antiloop: "1.0.1", try node(zone: "UTC"))
                try await untilWaiting(for: merged, at: service)
                try await expectWaiting(for: merged, applied: main, at: service)
            }
            #expect(!fixture.said.lines.contains { $0.message == "merged as reviewed" })
        }
    }

    @Test("What a person approved before goes with a change that was shown and is merged on top of it")
    func approvedBefore() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, previews: Self.wait, pollSeconds: 86_400)
            let main = try fixture.commit("first")
            let head = try propose(1, .github, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            try await fixture.serving { service in
                try await approveFirst(main, at: service)
                try await untilShown(on: main, at: service)
                let pushed = try fixture.commit("Pushed", antiloop: "1.0.1")
                _ = await service.sync(by: "test")
                try await untilWaiting(for: pushed, at: service)
                try await untilShown(on: pushed, at: service)
                let waiting = await service.status
                // Merged after the look whose plan is approved, and before the one that carries it out.
                let merged = try squash(1, forge, in: fixture, antiloop: "1.0.1", try node(zone: "UTC"))
                try await approve(waiting, at: service)
                try await service.untilStanding(at: merged)
            }
            let reviews = fixture.said.lines.filter { $0.message == "merged as reviewed" }.map { $0.metadata["review"] }
            #expect(reviews.contains { $0?.contains("not shown, and approved before") == true })
        }
    }

    @Test("When the branch moves, the forge is asked anew which changes are open")
    func askedAnew() async throws {
        let forge = PullRequestServer(.github)
        try await forge.listening { address in
            let fixture = try fixture(.github, at: address, pollSeconds: 86_400)
            let main = try fixture.commit("first")
            let head = try propose(1, .github, try node(zone: "UTC"), in: fixture)
            forge.open(1, at: head)
            try await fixture.serving { service in
                try await service.untilStanding(at: main)
                _ = await service.sync(by: "test")
                try await untilShown(on: main, at: service)
                let merged = try squash(1, forge, in: fixture, try node(zone: "UTC"))
                _ = await service.sync(by: "test")
                try await service.untilStanding(at: merged)
                _ = try await service.until("it is forgotten") { _ in await service.previews.shown.isEmpty }
            }
        }
    }
}
