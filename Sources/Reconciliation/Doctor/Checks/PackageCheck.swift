import BrokerModel

/// Whether the packages of a role are installed, or an apply has to bring them.
struct PackageCheck: DoctorCheck {
    static let name = "packages"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.compactMap { host, _ -> DoctorFinding? in
            guard let wanted = examination.wanted[host.name]?.packages, !wanted.isEmpty else { return nil }
            let missing = examination.missingPackages(on: host.name).sorted()
            guard missing.isEmpty else {
                return finding(
                    .note, on: host.name, "not there yet: \(missing.joined(separator: ", "))",
                    fix: "apply installs them, from the host's own sources or that of broker.yaml (packages:)")
            }
            return finding(.ok, on: host.name, "all \(wanted.count) of the role \(host.role.rawValue) are there")
        }
    }
}
