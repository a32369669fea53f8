import BrokerModel
import Foundation
import GRDB

/// What a record of the chain says of looks and observations: which rows it
/// covers, and a digest over their values.
///
/// There are too many looks for a record each. What was seen to change is
/// covered in the transaction that writes it; looks that showed the same wait
/// for the next such record, ``patience`` of them at most, or the end of a run.
struct LookSeal: Equatable {
    /// The rows of `coverage` after the first, up to the second.
    var looks: Range

    /// The rows of `observation` that are new, in the same way.
    var opened: Range

    /// The rows of `observation` that ended.
    var closed: [Int64]
    var digest: Digest

    /// After `after`, up to `last`; empty where both are the same.
    struct Range: Equatable {
        var after: Int64
        var last: Int64
        var count: Int64 { last - after }
    }

    /// What such a record is about, and what it does.
    static let subject = "looks"
    static let action = "observe"

    /// How many looks may wait.
    static let patience: Int64 = 2000

    /// `looks 4710-4890 opened 299-312 closed 12,14 sha256:…`.
    var text: String {
        let numbers = closed.map { String($0) }.joined(separator: ",")
        return "looks \(looks.after)-\(looks.last) opened \(opened.after)-\(opened.last) closed \(numbers) \(digest)"
    }

    init(looks: Range, opened: Range, closed: [Int64], digest: Digest) {
        self.looks = looks
        self.opened = opened
        self.closed = closed
        self.digest = digest
    }

    /// Nil unless `text` is one.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 7, words[0] == "looks", words[2] == "opened", words[4] == "closed",
            let looks = Range(words[1]), let opened = Range(words[3]), let digest = Digest(String(words[6]))
        else { return nil }
        let numbers = words[5].split(separator: ",").map { Int64($0) }
        let closed = numbers.compactMap { $0 }
        guard closed.count == numbers.count else { return nil }
        self.init(looks: looks, opened: opened, closed: closed, digest: digest)
    }
}

extension LookSeal.Range {
    /// Nil unless `text` is `4710-4890`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let after = Int64(parts[0]), let last = Int64(parts[1]), 0 <= after, after <= last
        else { return nil }
        self.init(after: after, last: last)
    }
}
