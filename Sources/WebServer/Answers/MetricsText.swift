import BrokerModel
import Controller

/// The service's figures for Prometheus (exposition format 0.0.4).
struct MetricsText {
    private var lines: [String] = []

    static func render(_ figures: ServiceFigures, _ status: ServiceStatus) -> String {
        var text = MetricsText()
        text.counter("isobar_looks_total", "Looks at the hosts.", figures.looks)
        text.counter("isobar_short_looks_total", "Of them those at what a push touched.", figures.shortLooks)
        text.counter("isobar_failed_looks_total", "Looks that led to no plan.", figures.failedLooks)
        text.counter("isobar_failed_fetches_total", "Times the repository could not be read.", figures.failedFetches)
        text.family("isobar_runs_total", "counter", "Runs, by outcome and purpose.")
        for (label, count) in figures.runs.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            text.sample("isobar_runs_total", [("outcome", label.outcome), ("purpose", label.purpose)], "\(count)")
        }
        text.family("isobar_steps_total", "counter", "Steps of runs, by kind and outcome.")
        for (label, count) in figures.steps.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            text.sample("isobar_steps_total", [("kind", label.kind), ("outcome", label.outcome)], "\(count)")
        }
        text.histogram("isobar_run_duration_seconds", "How long runs took.", figures.runSeconds)
        text.histogram("isobar_look_duration_seconds", "How long looks at the hosts took.", figures.lookSeconds)
        text.family("isobar_webhooks_total", "counter", "Webhooks, by what became of them.")
        for (result, count) in figures.webhooks.sorted(by: { $0.key < $1.key }) {
            text.sample("isobar_webhooks_total", [("result", result)], "\(count)")
        }
        text.family("isobar_drift_steps", "gauge", "Steps of the last plan that would mend drift, by host and kind.")
        for (label, count) in figures.drift.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            text.sample("isobar_drift_steps", [("host", label.host), ("kind", label.kind)], "\(count)")
        }
        text.gauge("isobar_pending_steps", "Steps of the last plan that git asks for.", figures.pending)
        text.gauge("isobar_fights", "Things that drift again and again and are left alone.", status.fights.count)
        text.gauge("isobar_pauses", "Parts of the broker that are paused.", status.pauses.count)
        text.gauge("isobar_waiting_for_approval", "Whether a plan waits for a person.", status.waiting == nil ? 0 : 1)
        text.gauge("isobar_repository_readable", "Whether it could be read.", status.repositoryFailure == nil ? 1 : 0)
        text.gauge("isobar_ledger_writable", "Whether records could be written.", status.ledgerFailure == nil ? 1 : 0)
        text.gauge("isobar_unwritten_records", "Records that wait until they can be written.", status.unwrittenRecords ?? 0)
        text.family("isobar_host_reached", "gauge", "Whether the last look reached the host.")
        for (host, isReached) in figures.reached.sorted(by: { $0.key < $1.key }) {
            text.sample("isobar_host_reached", [("host", host.text)], isReached ? "1" : "0")
        }
        text.family("isobar_certificate_days", "gauge", "Days a certificate has left, by its key in broker.yaml.")
        for (key, days) in figures.certificates.sorted(by: { $0.key < $1.key }) {
            text.sample("isobar_certificate_days", [("certificate", key)], "\(days)")
        }
        if let moment = figures.lastSuccess {
            text.moment("isobar_last_successful_run_timestamp_seconds", "When a run last succeeded.", moment)
        }
        if let moment = figures.lastLook {
            text.moment("isobar_last_look_timestamp_seconds", "When the hosts were last looked at.", moment)
        }
        return text.lines.joined(separator: "\n") + "\n"
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        lines.append("# HELP \(name) \(help)")
        lines.append("# TYPE \(name) \(type)")
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        let text = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        lines.append(text.isEmpty ? "\(name) \(value)" : "\(name){\(text)} \(value)")
    }

    private mutating func counter(_ name: String, _ help: String, _ value: Int) {
        family(name, "counter", help)
        sample(name, [], "\(value)")
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        family(name, "gauge", help)
        sample(name, [], "\(value)")
    }

    private mutating func histogram(_ name: String, _ help: String, _ histogram: DurationHistogram) {
        family(name, "histogram", help)
        for (bound, count) in zip(DurationHistogram.bounds, histogram.counts) {
            sample(name + "_bucket", [("le", "\(bound)")], "\(count)")
        }
        sample(name + "_bucket", [("le", "+Inf")], "\(histogram.count)")
        sample(name + "_sum", [], "\(histogram.sum)")
        sample(name + "_count", [], "\(histogram.count)")
    }

    private mutating func moment(_ name: String, _ help: String, _ moment: Timestamp) {
        family(name, "gauge", help)
        sample(name, [], "\(Double(moment.microseconds) / 1_000_000)")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
