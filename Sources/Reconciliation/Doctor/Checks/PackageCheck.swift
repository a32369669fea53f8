import BrokerModel
import Fleet

/// Whether the packages of a role are installed.
struct PackageCheck: DoctorCheck {
    static let name = "packages"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.map { host, facts in
            let needs = RolePackages.needs(of: host.role)
            let missing = needs.filter { need in need.alternatives.allSatisfy { facts.packages[$0] == nil } }
            guard missing.isEmpty else {
                let names = missing.map { $0.alternatives[0] }.joined(separator: " ")
                return finding(
                    .problem, on: host.name, "not installed: \(names)", fix: "on \(host.name): apt-get install \(names)"
                )
            }
            return finding(.ok, on: host.name, "all \(needs.count) of the role \(host.role.rawValue) are installed")
        }
    }
}
