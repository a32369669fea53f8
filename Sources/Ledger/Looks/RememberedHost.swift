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

    /// Everything in it that may be the form in which an ``ObservationSeal`` keeps a
    /// value: every run of 64 hexadecimal digits.
    public var codes: Set<String> {
        guard let text else { return [] }
        var codes: Set<String> = []
        for run in text.utf8.split(whereSeparator: { !Self.isDigit($0) }) where run.count == 64 {
            codes.insert(String(Substring(run)))
        }
        return codes
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
