import BrokerModel
import Forge

/// The open changes as the forge told them last, and when it is to be asked again.
struct OpenChanges {
    /// After a failure it is asked again no later.
    private static let longestSilence = Duration.seconds(60)

    private(set) var changes: [ProposedChange] = []

    /// The head of the branch when it told them: with another one, some of them may
    /// have been merged.
    private(set) var base: CommitID?

    /// The forge told that something is another.
    var isOutdated = true

    private var asked: (base: CommitID, at: Timestamp)?

    /// When the forge told of a change, or the branch moved, and else no more often
    /// than the branch is polled. Looks at hosts can be much more frequent.
    func isToBeAsked(for base: CommitID, at now: Timestamp, every interval: Duration) -> Bool {
        guard let asked, !isOutdated, asked.base == base else { return true }
        let pause = self.base == base ? interval : min(interval, Self.longestSilence)
        // The clock may be set back.
        return now < asked.at || now >= asked.at + pause
    }

    mutating func beginAsking(for base: CommitID, at now: Timestamp) {
        isOutdated = false
        asked = (base, now)
    }

    mutating func take(_ changes: [ProposedChange], for base: CommitID) {
        self.changes = changes
        self.base = base
    }
}
