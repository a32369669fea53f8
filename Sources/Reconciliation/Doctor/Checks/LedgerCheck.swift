import BrokerModel

/// Whether the controller's own record can be read and holds together.
struct LedgerCheck: DoctorCheck {
    static let name = "ledger"

    func findings(in examination: Examination) -> [DoctorFinding] {
        switch examination.ledger {
        case .success(let records):
            [finding(.ok, "its audit chain of \(records) \(records == 1 ? "record" : "records") holds")]
        case .failure(let failure): [finding(failure)]
        }
    }
}
