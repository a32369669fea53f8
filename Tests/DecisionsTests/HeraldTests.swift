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
        #expect(herald.hear(.gaveUp(Self.commit(2), .change, attempts: 6))?.topic == .failure)
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

    @Test("Hosts that are away are told of once, by name, and again after all were back")
    func hostsAway() throws {
        let hosts = try ["waloop01", "wlb02"].map { try #require(HostName($0)) }
        var herald = Herald()
        #expect(herald.hear(.incomplete(Self.commit(1), [])) == nil, "nobody is away: it is foreign things")
        let first = herald.hear(.incomplete(Self.commit(1), hosts))
        let away = try #require(first)
        #expect(away.topic == .failure && away.subject == "not reached: waloop01, wlb02")
        #expect(away.text.contains("caught up when they are back"))
        #expect(herald.hear(.incomplete(Self.commit(1), [hosts[0]])) == nil)
        #expect(herald.hear(.incomplete(Self.commit(2), hosts)) == nil)
        #expect(herald.hear(.standing(Self.commit(2)))?.topic == .recovery)
        #expect(herald.hear(.incomplete(Self.commit(2), hosts))?.topic == .failure)
    }

    @Test("A fight, and what was gone back to, are told of each time, with what ends them")
    func fightsAndPins() throws {
        var herald = Herald()
        let resource = try #require(ResourceAddress("waloop01/container/ca-eccc-msc"))
        for _ in 0..<2 {
            let fight = herald.hear(.fight(resource))
            #expect(fight?.topic == .drift && fight?.subject == "\(resource) drifts again and again")
            #expect(fight?.text.contains("isobar resume") == true)
        }
        let (old, new) = (Self.commit(1), Self.commit(2))
        var pin = Pin(run: 41, commit: old, node: nil, head: new, actor: "ada", reason: "it lost messages")
        let whole = herald.hear(.pinned(pin))
        #expect(whole?.topic == .failure && whole?.subject == "gone back to run 41")
        let words = "all is held at commit \(old.abbreviated) by ada: it lost messages\n"
        #expect(whole?.text.hasPrefix(words) == true && whole?.text.contains("isobar unpin") == true)
        pin.node = CentreID("ca-eccc-msc")
        pin.reason = nil
        let node = herald.hear(.pinned(pin))
        #expect(node?.text.hasPrefix("node/ca-eccc-msc is held at commit \(old.abbreviated) by ada\n") == true)
        #expect(herald.hear(.pinsOver([pin])) == nil)
        #expect(herald.hear(.standing(new)) == nil, "it was no trouble that could be over")
    }

    @Test("A commit that is no good, one that is given up, and an approval that came too late, with what to do")
    func commits() {
        var herald = Herald()
        let unusable = herald.hear(.commitUnusable(Self.commit(2), Self.failure))
        #expect(unusable?.topic == .failure && unusable?.subject.contains("nothing is changed by it") == true)
        #expect(herald.hear(.commitUnusable(Self.commit(2), Self.failure)) == nil)
        #expect(herald.hear(.commitUnusable(Self.commit(3), Self.failure)) != nil, "another one is another trouble")
        #expect(herald.hear(.standing(Self.commit(4)))?.topic == .recovery)
        #expect(herald.hear(.gaveUp(Self.commit(2), .change, attempts: 6))?.text.contains("isobar sync") == true)
        let (approved, found) = (Digest(of: "a"), Digest(of: "b"))
        let missed = herald.hear(.approvalMissed(approved: approved, found: found))
        #expect(missed?.topic == .approval && missed?.text.contains("isobar approve \(found)") == true)
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
