/// One verb of a request to the host helper. A request may hold several; every
/// one has a result of its own in the answer.
protocol HelperVerb: Sendable {
    /// What it does, as an infinitive, for failures.
    var attempted: String { get }

    /// What it does it to, for failures.
    var subject: String { get }

    func write(to request: inout HelperRequest)
}

extension HelperVerb {
    var subject: String { "host helper" }
}
