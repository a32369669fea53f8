import BrokerModel

/// Whether every file and container can be made of the desired state: values fit
/// into their places, nodes find hosts.
struct RenderingCheck: DoctorCheck {
    static let name = "desired-state"

    func findings(in examination: Examination) -> [DoctorFinding] {
        switch examination.rendering {
        case .success?: [finding(.ok, "every file and container can be made of it")]
        case .failure(let failure)?: [finding(failure)]
        case nil: []
        }
    }
}
