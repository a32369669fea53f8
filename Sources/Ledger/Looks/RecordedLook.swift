import BrokerModel

/// A look as it was recorded: the next one that shows the same needs to be
/// neither written in full nor compared with what is stored.
struct RecordedLook {
    var host: ObservedHost

    /// What was looked for there.
    var asked: [ResourceAddress]

    /// The row of the coverage: as long as it is the last of its host, nobody
    /// else recorded anything of the host since.
    var coverage: Int64
}
