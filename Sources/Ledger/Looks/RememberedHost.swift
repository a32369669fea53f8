public import BrokerModel

/// What the ledger remembers of a host that was looked at.
public struct RememberedHost: Sendable {
    public var host: HostName

    /// When it was last seen whole; nil when it never was, or only by a
    /// version of Isobar that kept looks in another form.
    public var seenAt: Timestamp?

    /// Why the last look failed; nil when it did not.
    public var failure: (at: Timestamp, code: FailureCode, text: String)?

    var text: String?

    /// What was seen, for planning from it; nil when it never was.
    ///
    /// - Parameter seal: recognises the secrets in it.
    public func opened(by seal: ObservationSeal) -> RememberedLook? {
        text.flatMap { KeptHost.read($0, of: host, opening: seal) }
    }
}
