import BrokerModel

/// Whether the certificates can be put on hosts today.
struct CertificateCheck: DoctorCheck {
    static let name = "certificate"

    func findings(in examination: Examination) -> [DoctorFinding] {
        guard let diagnostics = examination.certificates else {
            return [finding(.unchecked, "not checked: the secrets could not be opened")]
        }
        let findings = diagnostics.map { diagnostic in
            finding(diagnostic.severity == .error ? .problem : .note, diagnostic.message, fix: diagnostic.hint)
        }
        guard findings.isEmpty else { return findings }
        return examination.certificateSummaries.map { finding(.ok, $0) }
    }
}
