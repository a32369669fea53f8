public import BrokerModel

extension DoctorDocument {
    init(_ examination: Examination, commit: CommitID, at moment: Timestamp) {
        let findings = DoctorChecks.all.flatMap { $0.findings(in: examination) }
        self.init(
            findings: findings, broker: examination.desired.broker.centreID.text, commit: commit.text,
            hosts: examination.listed, at: moment)
    }

    /// When it did not come to a look at hosts.
    ///
    /// - Parameter check: the word the failure is filed under.
    public init(stoppedBy failure: Failure, in check: String, at moment: Timestamp) {
        self.init(
            findings: [DoctorFinding(failure, in: check, on: nil)], broker: nil, commit: nil, hosts: [], at: moment)
    }

    private init(
        findings: [DoctorFinding], broker: String?, commit: String?, hosts: [BrokerModel.Host], at moment: Timestamp
    ) {
        let byHost = Dictionary(grouping: findings, by: \.host)
        let counts = Dictionary(grouping: findings, by: \.level).mapValues(\.count)
        func count(_ level: DoctorLevel) -> Int { counts[level] ?? 0 }
        self.init(
            formatVersion: 1, broker: broker, commit: commit, examinedAt: moment.description,
            hosts: hosts.map { host in
                Host(
                    name: host.name.text, role: host.role.rawValue, address: host.address,
                    findings: byHost[host.name.text] ?? [])
            },
            findings: byHost[nil] ?? [],
            summary: Summary(
                ok: count(.ok), note: count(.note), unchecked: count(.unchecked), unreached: count(.unreached),
                problem: count(.problem)))
    }

    /// 1 when something would make an apply fail, 8 when hosts were not reached
    /// and nothing else is wrong.
    public var exitStatus: Int32 {
        if summary.problem > 0 { return 1 }
        return summary.unreached > 0 ? FailureCode.incomplete.exitStatus : 0
    }
}
