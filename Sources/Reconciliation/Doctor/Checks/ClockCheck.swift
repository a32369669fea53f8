import BrokerModel
import Fleet

/// Whether clocks agree: those of the hosts with the controller's, and with each
/// other.
struct ClockCheck: DoctorCheck {
    static let name = "clock"

    /// An antiloop instance whose sign of life seems older than 8 s counts as
    /// dead: with clocks that far apart two instances both think they are the
    /// primary, and no health gate is passed.
    private static let tolerance = Duration.seconds(8)
    private static let noticeable = Duration.seconds(2)

    func findings(in examination: Examination) -> [DoctorFinding] {
        let readings = examination.answered.compactMap { host, facts in facts.clock.map { (host, $0.lead) } }
        return readings.map { host, lead in judge(lead, on: host) } + spread(readings.map { ($0.0.name, $0.1) })
    }

    private func judge(_ lead: ClosedRange<Duration>, on host: Host) -> DoctorFinding {
        let off = Self.leastDistance(lead)
        guard off >= Self.noticeable else {
            return finding(
                .ok, on: host.name,
                "agrees with the controller's, within \(Self.text(max(Self.size(lead.lowerBound), Self.size(lead.upperBound))))"
            )
        }
        let direction = lead.lowerBound > .zero ? "ahead of" : "behind"
        return finding(
            off > Self.tolerance ? .problem : .note, on: host.name,
            "\(Self.text(off)) \(direction) the controller's",
            fix: "let NTP set the clocks of \(host.name) and of the controller: timedatectl set-ntp true")
    }

    /// Two hosts may both be near the controller and on different sides of it.
    private func spread(_ leads: [(HostName, ClosedRange<Duration>)]) -> [DoctorFinding] {
        guard let last = leads.max(by: { $0.1.lowerBound < $1.1.lowerBound }),
            let first = leads.min(by: { $0.1.upperBound < $1.1.upperBound })
        else { return [] }
        let apart = last.1.lowerBound - first.1.upperBound
        guard apart >= Self.noticeable else { return [] }
        return [
            finding(
                apart > Self.tolerance ? .problem : .note,
                "the clocks of \(first.0) and \(last.0) are \(Self.text(apart)) apart",
                fix: "let NTP set them: timedatectl set-ntp true")
        ]
    }

    /// The least a clock can be wrong by.
    private static func leastDistance(_ lead: ClosedRange<Duration>) -> Duration {
        if lead.contains(.zero) { return .zero }
        return lead.lowerBound > .zero ? lead.lowerBound : .zero - lead.upperBound
    }

    private static func size(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = Int64((duration / .milliseconds(1)).rounded())
        return milliseconds < 10_000 ? "\(milliseconds) ms" : "\((milliseconds + 500) / 1000) s"
    }
}
