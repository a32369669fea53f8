import BrokerModel
public import History
public import Ledger
import Reconciliation

/// A period of operation, in the forms there are: a page as markdown or HTML, and
/// the figures as JSON.
public struct PeriodReport: Sendable {
    private let report: OperationsReport
    private let availability: AvailabilityDocument

    /// Before it nothing of the period is recorded here any more; nil when all is.
    private let recordedFrom: Timestamp?

    /// - Parameter trust: how long a look tells what is there.
    public init(over period: TimeSpan, in ledger: LedgerStore, trust: Duration = HostLook.trust) async throws {
        report = try await ledger.report(over: period, trust: trust)
        availability = AvailabilityDocument(report.availability, goal: AvailabilityGoal(), trust: trust)
        recordedFrom = try await ledger.firstRecordAfterPruning().flatMap { $0 > period.from ? $0 : nil }
    }

    public var markdown: String {
        ReportMarkdown(report: report, availability: availability, recordedFrom: recordedFrom).render()
    }

    /// One file, that loads nothing and runs nothing.
    public var html: String {
        ReportHTML(report: report, availability: availability, recordedFrom: recordedFrom).render()
    }

    public var document: ReportDocument {
        ReportDocument(report, availability: availability, recordedFrom: recordedFrom)
    }
}
