import BrokerModel
import Fleet

/// Whether hosts run the system that Isobar is made for.
struct SystemCheck: DoctorCheck {
    static let name = "system"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.map { host, facts in
            let system = "\(facts.release.isEmpty ? "an unknown system" : facts.release), \(facts.architecture)"
            guard facts.release.hasPrefix("Debian GNU/Linux 12") else {
                return finding(
                    .note, on: host.name, "\(system): Isobar is tried on Debian 12 only",
                    fix: "try it on one host of a kind first")
            }
            return finding(.ok, on: host.name, system)
        }
    }
}
