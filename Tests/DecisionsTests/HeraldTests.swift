import BrokerModel
import Testing

@testable import Decisions

@Suite("What people are told")
struct HeraldTests {
    private static let failure = Failure(.repositoryUnreachable, attempted: "fetch", on: "a forge", response: "no")
    private static func commit(_ number: Int) -> CommitID { LoopRig.commit(number) }

    @Test("A trouble is told of once, and once that it is over")
    func troubles() {
        var herald = Herald()
        #expect(herald.hear(.standing(Self.commit(1))) == nil)
        #expect(herald.hear(.repositoryUnreadable(Self.failure))?.topic == .failure)
        #expect(herald.hear(.repositoryUnreadable(Self.failure)) == nil)
        // What stands is of the hosts, not of the repository.
        #expect(herald.hear(.standing(Self.commit(1))) == nil)
        #expect(herald.hear(.repositoryReadable)?.topic == .recovery)
        #expect(herald.hear(.repositoryReadable) == nil)
        #expect(herald.hear(.runEnded(Self.commit(2), .failed, text: "no"))?.topic == .failure)
        #expect(herald.hear(.runEnded(Self.commit(2), .failed, text: "no")) == nil)
        #expect(herald.hear(.runEnded(Self.commit(2), .succeeded, text: "yes")) == nil)
        #expect(herald.hear(.gaveUp(Self.commit(2), attempts: 6))?.topic == .failure)
        #expect(herald.hear(.standing(Self.commit(3)))?.topic == .recovery)
        #expect(herald.hear(.standing(Self.commit(3))) == nil)
        #expect(herald.hear(.lookFailed(Self.commit(3), Self.failure))?.topic == .failure)
    }

    @Test("What waits for a person, and what drifts, is told of")
    func others() {
        var herald = Herald()
        let proposal = Proposal(
            digest: Digest(of: "x"), commit: Self.commit(1), reasons: [.policy], steps: 3, deletions: 0, deleteLimit: 5)
        let waiting = herald.hear(.waitingForApproval(proposal))
        #expect(waiting?.topic == .approval && waiting?.text.contains("isobar approve sha256:") == true)
        #expect(herald.hear(.branchRewritten(from: Self.commit(1), to: Self.commit(2)))?.topic == .approval)
        #expect(herald.hear(.applying(Self.commit(1), .heal, steps: 1, approvedBy: nil))?.topic == .drift)
        #expect(herald.hear(.applying(Self.commit(1), .change, steps: 1, approvedBy: nil)) == nil)
        #expect(herald.hear(.commitSeen(Self.commit(1), summary: "x")) == nil)
    }

    @Test("A certificate is told of at each step down, and again after it was renewed")
    func certificates() {
        var herald = Herald()
        func told(_ days: Int) -> [String] { herald.see(certificates: ["a": days]).map(\.subject) }
        #expect(told(31) == [])
        #expect(told(30) == ["a expires in 30 days"])
        #expect(told(20) == [])
        #expect(told(14) == ["a expires in 14 days"])
        #expect(told(2) == ["a expires in 2 days"])
        #expect(told(0) == ["a expires in 0 days"])
        #expect(told(-1) == ["a has expired"])
        #expect(told(-2) == [])
        #expect(told(90) == [])
        #expect(told(29) == ["a expires in 29 days"])
        #expect(herald.see(certificates: ["a": 29, "b": 5]).map(\.subject) == ["b expires in 5 days"])
    }
}
