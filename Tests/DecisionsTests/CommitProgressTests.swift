import BrokerModel
import Testing

@testable import Decisions

@Suite("What a forge shows beside a commit")
struct CommitProgressTests {
    private static func commit(_ number: Int) -> CommitID { LoopRig.commit(number) }

    private static func states(_ reports: [CommitProgress.Report]) -> [String] {
        reports.map { "\(Int($0.commit.text) ?? 0) \($0.state.rawValue)" }
    }

    @Test("From seen to standing, each phase once")
    func phases() {
        var progress = CommitProgress()
        #expect(Self.states(progress.hear(.commitSeen(Self.commit(1), summary: "x"))) == ["1 pending"])
        #expect(
            Self.states(progress.hear(.applying(Self.commit(1), .change, steps: 2, approvedBy: nil))) == ["1 pending"])
        #expect(progress.hear(.applying(Self.commit(1), .change, steps: 2, approvedBy: nil)).isEmpty)
        #expect(progress.hear(.applying(Self.commit(1), .heal, steps: 2, approvedBy: nil)).isEmpty)
        #expect(Self.states(progress.hear(.standing(Self.commit(1)))) == ["1 success"])
        #expect(progress.end().isEmpty)
    }

    @Test("None is left as pending: not by a newer commit, not by a failure, not by the end of the service")
    func closed() {
        var progress = CommitProgress()
        _ = progress.hear(.commitSeen(Self.commit(1), summary: "x"))
        #expect(Self.states(progress.hear(.commitSeen(Self.commit(2), summary: "y"))) == ["1 failure", "2 pending"])
        #expect(Self.states(progress.hear(.gaveUp(Self.commit(2), .change, attempts: 6))) == ["2 failure"])
        #expect(Self.states(progress.hear(.commitSeen(Self.commit(3), summary: "z"))) == ["3 pending"])
        #expect(Self.states(progress.end()) == ["3 failure"])
        #expect(progress.end().isEmpty)
        _ = progress.hear(.commitSeen(Self.commit(4), summary: "a"))
        #expect(Self.states(progress.hear(.held([.observed]))) == ["4 failure"])
        #expect(progress.hear(.held([.observed])).isEmpty)
    }

    @Test("A plan that waits and is rejected is a failure, and pending again when it is approved after all")
    func decided() {
        var progress = CommitProgress()
        _ = progress.hear(.commitSeen(Self.commit(1), summary: "x"))
        let proposal = Proposal(
            digest: Digest(of: "x"), commit: Self.commit(1), reasons: [.policy], steps: 3, deletions: 0, deleteLimit: 5)
        #expect(progress.hear(.waitingForApproval(proposal)).map(\.summary) == ["3 steps wait for approval"])
        #expect(
            progress.hear(.rejected(Self.commit(1), by: "ada@wmanage")).map(\.summary) == ["rejected by ada@wmanage"])
        let applying = progress.hear(.applying(Self.commit(1), .change, steps: 3, approvedBy: "ada@wmanage"))
        #expect(Self.states(applying) == ["1 pending"])
    }

    @Test("What could not be reached makes it a failure, and a success once it is caught up")
    func incomplete() throws {
        var progress = CommitProgress()
        _ = progress.hear(.commitSeen(Self.commit(1), summary: "x"))
        let away = progress.hear(.incomplete(Self.commit(1), [try #require(HostName("waloop01"))]))
        #expect(Self.states(away) == ["1 failure"])
        #expect(away.first?.summary == "in part: not reached: waloop01; they follow on return")
        #expect(Self.states(progress.hear(.standing(Self.commit(1)))) == ["1 success"])
    }

    @Test("Waiting is told of while nothing final is; what is only observed never comes")
    func held() {
        var progress = CommitProgress()
        _ = progress.hear(.commitSeen(Self.commit(1), summary: "x"))
        #expect(progress.hear(.held([.paused(.all)])).map(\.summary) == ["it waits: all is paused"])
        #expect(Self.states(progress.hear(.held([.fight, .paused(.all)]))) == ["1 pending"])
        let left = progress.hear(.held([.fight, .gaveUp]))
        #expect(left.map(\.summary) == ["in part: it drifts again and again; it failed and is not tried again"])
        #expect(Self.states(left) == ["1 failure"], "what no waiting ends is not left as pending")
        #expect(Self.states(progress.hear(.standing(Self.commit(1)))) == ["1 success"])
        #expect(progress.hear(.held([.paused(.all)])).isEmpty, "what stood is not pending again")
        _ = progress.hear(.commitSeen(Self.commit(2), summary: "y"))
        #expect(Self.states(progress.hear(.held([.image]))) == ["2 failure"])
    }

    @Test("After a restart the head of before is not left as pending, and what stood is not called a failure")
    func resumed() {
        var killed = CommitProgress(resuming: Self.commit(1), applied: Self.commit(0))
        #expect(Self.states(killed.hear(.commitSeen(Self.commit(2), summary: "y"))) == ["1 failure", "2 pending"])
        var stood = CommitProgress(resuming: Self.commit(1), applied: Self.commit(1))
        #expect(Self.states(stood.hear(.commitSeen(Self.commit(2), summary: "y"))) == ["1 success", "2 pending"])
        var same = CommitProgress(resuming: Self.commit(1), applied: Self.commit(1))
        #expect(Self.states(same.hear(.standing(Self.commit(1)))) == ["1 success"])
        #expect(same.end().isEmpty)
    }

    @Test("That drift of the commit before cannot be mended closes nothing that waits")
    func ofAnother() {
        var progress = CommitProgress()
        _ = progress.hear(.standing(Self.commit(1)))
        _ = progress.hear(.commitSeen(Self.commit(2), summary: "y"))
        #expect(progress.hear(.gaveUp(Self.commit(1), .change, attempts: 6)).isEmpty)
        #expect(progress.hear(.retrying(Self.commit(1), at: Timestamp(seconds: 1), attempt: 1)).isEmpty)
        #expect(Self.states(progress.end()) == ["2 failure"])
    }

    @Test("What is said is cut to what forges take")
    func length() {
        var progress = CommitProgress()
        let failure = Failure(
            .desiredStateInvalid, attempted: "read", on: "x", response: String(repeating: "x", count: 300) + "\nmore")
        let report = progress.hear(.commitUnusable(Self.commit(1), failure)).first
        #expect(report?.summary.count == 140 && report?.state == .failure)
    }
}
