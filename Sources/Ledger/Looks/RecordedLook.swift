import BrokerModel
import History

/// A look as it was recorded: the next one that shows the same needs to be
/// neither written in full nor compared with what is stored.
struct RecordedLook {
    var host: ObservedHost

    /// What was looked for there.
    var asked: [ResourceAddress]

    /// The row of the coverage: as long as it is the last of its host, nobody
    /// else recorded anything of the host since.
    var coverage: Int64

    /// When it was that the row tells of.
    var coveredAt: Timestamp

    /// The last record of the audit chain when this or the same was seen last.
    var head: Int64 = 0

    /// Whether a look that shows the same needs no row of its own: nothing else was
    /// recorded since, and the row is young.
    func isEnough(at moment: Timestamp, head: Int64) -> Bool {
        self.head == head && coveredAt <= moment && moment - coveredAt < HostLook.spacing
    }

    func with(head: Int64) -> RecordedLook {
        var look = self
        look.head = head
        return look
    }
}
