import BrokerModel

extension Moment {
    /// How long it is ago, for options that take a length of time.
    var length: Duration? {
        if case .ago(let duration) = self { duration } else { nil }
    }
}
