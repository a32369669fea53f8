import BrokerModel
import Fleet

/// Whether the helper can be run with privilege, and what else sudo allows.
struct SudoCheck: DoctorCheck {
    static let name = "sudo"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.listed.compactMap { host in
            switch examination.hosts[host.name]?.facts {
            case .failure(let failure)?:
                if SSHCheck.concerns(failure) { return nil }
                // The helper of another version can be run, and renewed; it only cannot answer.
                let isOther = failure.code == .helperRefused
                return DoctorFinding(failure, isOther ? .unchecked : .problem, in: Self.name, on: host.name)
            case .success(let facts)?:
                let rule = facts.hasWideRights ? "any command" : "the helper only"
                guard let helper = facts.helper else {
                    return finding(
                        .ok, on: host.name, "sudo allows \(rule); the helper is not there yet: apply installs it")
                }
                guard helper == examination.helper else {
                    return finding(
                        .ok, on: host.name, "sudo allows \(rule); the helper is another version's: apply renews it")
                }
                guard facts.hasWideRights, facts.account != "root" else {
                    return finding(.ok, on: host.name, "sudo allows \(rule); the helper is this version's")
                }
                return finding(
                    .note, on: host.name,
                    "the helper is this version's, and sudo still allows \(facts.account) any command",
                    fix: "with sudo: narrow in hosts.yaml the next apply takes that rule away (docs/host-preparation.md)")
            case nil:
                return nil
            }
        }
    }
}
