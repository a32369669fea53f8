import BrokerModel
import Reports
import Testing

@testable import Commands
@testable import Ledger

@Suite("One and many")
struct CountTextTests {
    private static func verification(_ count: Int64) -> AuditVerification {
        let place = AuditPlace(sequence: count, hash: Digest(of: "head"))
        var found = AuditVerification(head: place, start: AuditPlace(sequence: 0, hash: Digest(of: "")))
        (found.records, found.runs, found.steps, found.looks) = (count, count, count, count)
        (found.observations, found.texts, found.unsealedLooks) = (count, count, count)
        (found.prunedHeads, found.lostHeads) = (Int(count), Int(count))
        return found
    }

    private static func text(_ count: Int64, published: Int) -> String {
        VerificationRendering(found: verification(count), published: published, isHeldAgainstOthers: false).render(.text)
    }

    @Test("What was proven, of one of each")
    func one() {
        #expect(
            Self.text(1, published: 2) == """
                1 record holds. 1 run with 1 step, 1 look, 1 observation and 1 text agree with it.
                The newest look showed nothing new; the next record covers it.
                1 head published in the repository is in it.
                1 head is of the records that were lost.
                1 head lies before its beginning: the export has it.
                head  1:\(Digest(of: "head"))

                """)
    }

    @Test("What was proven, of more")
    func many() {
        #expect(
            Self.text(2, published: 4) == """
                2 records hold. 2 runs with 2 steps, 2 looks, 2 observations and 2 texts agree with them.
                The newest 2 looks showed nothing new; the next record covers them.
                2 heads published in the repository are in it.
                2 heads are of the records that were lost.
                2 heads lie before its beginning: the export has them.
                head  2:\(Digest(of: "head"))

                """)
    }

    @Test("None are many")
    func none() {
        #expect(CountText.text(0, "run") == "0 runs" && CountText.text(1, "run") == "1 run")
        #expect(CountText.text(21, "run") == "21 runs")
    }
}
