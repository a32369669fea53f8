import BrokerModel

/// That a run's record could not be made known outside of the ledger.
enum UnpublishedText {
    /// - Parameter failure: nil when it could; then there is nothing to say.
    static func render(_ failure: Failure?) -> String {
        guard let failure else { return "" }
        return "isobar: warning: the head of the audit chain is not published: \(failure)\n"
            + "  hint: allow this controller to push refs/isobar/audit/*, "
            + "or set repository: {publishAuditHead: false} in isobar.yaml\n"
    }
}
