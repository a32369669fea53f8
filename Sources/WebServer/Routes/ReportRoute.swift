import BrokerModel
import Controller
import HTTPTypes
import Hummingbird
import Ledger
import Reports

/// A period on a page.
struct ReportRoute {
    let ledger: LedgerStore
    let clock: @Sendable () -> Timestamp

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("report") { request, _ in
            let query = try QueryReader(request, known: ["since", "until", "trustSeconds", "format"])
            let period = try HistoryParameters.period(query, now: clock())
            let named = try query.value("format", "json, markdown or html") { ReportForm(rawValue: $0) }
            let report = try await PeriodReport(over: period, in: ledger, trust: try HistoryParameters.trust(query))
            switch named ?? ReportForm(accepted: request.headers[.accept]) {
            case .json: return try Answer.json(report.document)
            case .markdown: return Answer.markdown(report.markdown)
            case .html: return Answer.page(report.html)
            }
        }
    }
}
