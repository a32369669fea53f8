internal import BrokerModel

extension QuorumMemberView {
    /// - Parameter corosync: the member's `corosync.conf`; empty where there is
    ///   none.
    mutating func read(member report: QuorumReport, corosync: String) {
        device = CorosyncConfiguration(corosync).device
        isConnected = report.isConnected
        read(report.member)
    }

    mutating func read(_ daemon: QuorumReport.Daemon?) {
        guard let daemon else { return }
        isInstalled = true
        let words = daemon.enablement.split(whereSeparator: \.isWhitespace)
        isEnabled = words.first == "enabled"
        isRunning = words.last == "active"
        authority = daemon.authority.isEmpty ? nil : daemon.authority
    }
}
