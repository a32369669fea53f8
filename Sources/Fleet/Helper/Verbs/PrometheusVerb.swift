/// Waits until Prometheus is there and has it load its files, unless it took
/// them after they last changed. Should it refuse them, those that came since it
/// last took them are put back.
struct PrometheusVerb: HelperVerb {
    var attempted: String { "have Prometheus load its files" }
    var subject: String { "prometheus" }

    func write(to request: inout HelperRequest) {
        request.word("prometheus")
        request.line("action", "reload")
    }
}
