import BrokerModel

/// One thing that would make a later apply fail, looked for in what is known.
/// Pure: all questions have been asked before.
protocol DoctorCheck: Sendable {
    /// One word, as findings bear it.
    static var name: String { get }

    func findings(in examination: Examination) -> [DoctorFinding]
}

extension DoctorCheck {
    func finding(
        _ level: DoctorLevel, on host: HostName? = nil, _ message: String, fix: String? = nil
    ) -> DoctorFinding {
        DoctorFinding(level, Self.name, on: host, message, fix: fix)
    }

    func finding(_ failure: Failure, on host: HostName? = nil) -> DoctorFinding {
        DoctorFinding(failure, in: Self.name, on: host)
    }
}
