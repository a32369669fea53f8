import BrokerModel

/// Whether the git repository answers.
struct RepositoryCheck: DoctorCheck {
    static let name = "repository"

    func findings(in examination: Examination) -> [DoctorFinding] {
        switch examination.repository {
        case .success(let commit): [finding(.ok, "it answers; commit \(commit.abbreviated) was read")]
        case .failure(let failure): [finding(failure)]
        }
    }
}
