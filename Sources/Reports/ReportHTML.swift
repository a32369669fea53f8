import BrokerModel
import History
import Reconciliation

/// A period on a page: one file, that loads nothing and runs nothing.
struct ReportHTML {
    let report: OperationsReport
    let availability: AvailabilityDocument

    /// Before it nothing of the period is recorded here any more; nil when all is.
    var recordedFrom: Timestamp?

    func render() -> String {
        let from = ReportTime.minute(report.period.from)
        let to = ReportTime.minute(report.period.to)
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Operations, \(from) to \(to)</title>
            <style>\(ReportStyle.sheet)</style></head><body>
            <h1>Operations of the broker</h1>
            <p class="none">\(from) to \(to) UTC</p>
            \(figures)\(pruned)
            <h2>Availability</h2>
            \(nodes)
            <h2>Deployments</h2>
            \(deployments)
            <h2>From commit to hosts</h2>
            \(leadTimes)
            <h2>Drift that was mended</h2>
            \(drift)
            <h2>Failures</h2>
            \(table(report.failures, "Code", "Steps"))
            <h2>Who</h2>
            <div class="columns">\(table(report.actors, "Started by", "Runs"))\(decisions)</div>
            </body></html>

            """
        return page.markup
    }

    private var pruned: HTML {
        guard let recordedFrom else { return "" }
        return """
            <p class="none">What was recorded before \(ReportTime.second(recordedFrom)) UTC was pruned: steps, drift and \
            failures of that time are in the export, and not counted here.</p>
            """
    }

    private var figures: HTML {
        let mended = report.drifted.reduce(0) { $0 + $1.count }
        let tiles: [(String, String)] = [
            (ShareText.text(availability.fleet.available), "availability, goal \(ShareText.text(availability.goal))"),
            ("\(report.runs)", "\(report.runs == 1 ? "run" : "runs"), \(report.failedRuns) of them failed"),
            (report.medianLeadTime.map(DurationText.text) ?? "-", "from commit to hosts (median)"),
            ("\(mended)", "\(mended == 1 ? "time" : "times") drift was mended"),
        ]
        return "<div class=\"figures\">\(tiles.map { "<div><b>\($0.0)</b>\($0.1)</div>" as HTML })</div>"
    }

    private var nodes: HTML {
        guard !availability.nodes.isEmpty else { return "<p class=\"none\">No node was to be there.</p>" }
        let all = [availability.fleet] + availability.nodes.worstFirst
        return """
            <p class="legend"><span class="two"></span>two instances <span class="one"></span>one \
            <span class="one-or-two"></span>one, of another nothing known <span class="down"></span>none \
            <span class="unknown"></span>not known: nobody looked, or hosts could not be reached</p>
            <table class="wide">\(AvailabilityBars(nodes: all).rows)</table>
            <p class="none">The least available first, of the time that is known. The goal is met when it would be if all \
            unknown time had been an outage, missed when it would be if none had been, and else open.</p>
            """
    }

    private var deployments: HTML {
        DayChart(
            days: report.days,
            series: [
                DayChart.Series(name: "succeeded", style: "two") { $0.succeeded },
                DayChart.Series(name: "failed", style: "down") { $0.failed },
            ]
        ).html
    }

    private var drift: HTML {
        let chart = DayChart(
            days: report.days, series: [DayChart.Series(name: "mended", style: "one") { $0.mended }]
        ).html
        return report.drifted.isEmpty
            ? chart : "\(chart)\(table(Array(report.drifted.prefix(10)), "Resource", "Times"))"
    }

    private var leadTimes: HTML {
        guard !report.leadTimes.isEmpty else { return "<p class=\"none\">No commit was brought to the hosts.</p>" }
        let rows = report.leadTimes.suffix(20).reversed().map { time -> HTML in
            """
            <tr><td><code>\(String(time.commit.prefix(8)))</code> \(time.summary)</td><td class="number">run \(Int(time.run))</td>\
            <td class="number">\(DurationText.text(time.duration))</td></tr>
            """
        }
        return "<table>\(rows)</table>"
    }

    private var decisions: HTML {
        guard !report.decisions.isEmpty else { return "<p class=\"none\">No plan waited for a decision.</p>" }
        let rows = report.decisions.map { decision -> HTML in
            "<tr><td>\(decision.actor)</td><td>\(decision.verdict)</td><td class=\"number\">\(decision.count)</td></tr>"
        }
        return "<table><tr><th>Decided by</th><th>Verdict</th><th class=\"number\">Plans</th></tr>\(rows)</table>"
    }

    private func table(_ counts: [ReportFacts.Count], _ name: String, _ count: String) -> HTML {
        guard !counts.isEmpty else { return "<p class=\"none\">None in this period.</p>" }
        let rows = counts.map { entry -> HTML in
            "<tr><td>\(entry.name)</td><td class=\"number\">\(entry.count)</td></tr>"
        }
        return "<table><tr><th>\(name)</th><th class=\"number\">\(count)</th></tr>\(rows)</table>"
    }
}
