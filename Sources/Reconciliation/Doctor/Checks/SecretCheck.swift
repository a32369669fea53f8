import BrokerModel

/// Whether the controller's key opens all secrets.
struct SecretCheck: DoctorCheck {
    static let name = "secrets"

    func findings(in examination: Examination) -> [DoctorFinding] {
        switch examination.secrets {
        case .success(0): []
        case .success(let count): [finding(.ok, "the key of this controller opens all \(count)")]
        case .failure(let failure): [finding(failure)]
        }
    }
}
