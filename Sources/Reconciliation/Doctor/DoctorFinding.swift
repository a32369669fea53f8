import BrokerModel

/// One thing that a check looked at, and what to do about it.
public struct DoctorFinding: Sendable, Hashable, Codable {
    /// The host's name; nil for the broker as a whole.
    public var host: String?

    /// The check: `clock`.
    public var check: String
    public var level: DoctorLevel

    /// What was found, as a sentence without its full stop.
    public var message: String

    /// What to do about it.
    public var fix: String?

    init(_ level: DoctorLevel, _ check: String, on host: HostName?, _ message: String, fix: String? = nil) {
        self.host = host?.text
        self.check = check
        self.level = level
        self.message = message
        self.fix = fix
    }

    /// A failure as a finding, in its own words.
    init(_ failure: Failure, _ level: DoctorLevel = .problem, in check: String, on host: HostName?) {
        self.init(level, check, on: host, "\(failure.subject): \(failure.response)", fix: failure.remedy)
    }
}
