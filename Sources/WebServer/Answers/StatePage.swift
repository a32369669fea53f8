import Reconciliation

/// A page of a past state: some of its hosts, each whole, as `isobar state --format
/// json` prints them.
struct StatePage: Encodable {
    let at: String
    let trustSeconds: Int64
    let hosts: [StateDocument.HostEntry]
    let nextCursor: String?
}
