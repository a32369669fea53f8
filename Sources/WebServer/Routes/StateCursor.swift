import BrokerModel

/// Where the next page of a past state goes on: after a host, at the moment of the
/// pages before. So all pages are of one moment, also where none was asked for.
struct StateCursor: Equatable, CustomStringConvertible {
    let moment: Timestamp
    let host: String

    init(moment: Timestamp, host: String) {
        self.moment = moment
        self.host = host
    }

    /// Parses the description; nil when it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, (1...16).contains(parts[0].count), let microseconds = Int64(parts[0]),
            microseconds > 0, HostName(parts[1]) != nil
        else { return nil }
        self.init(moment: Timestamp(microseconds: microseconds), host: parts[1])
    }

    /// `1790000000000000-waloop01`: microseconds since 1970.
    var description: String { "\(moment.microseconds)-\(host)" }
}
