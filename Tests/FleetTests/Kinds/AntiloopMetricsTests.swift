import Testing

@testable import Fleet

@Suite("Metrics of an antiloop instance")
struct AntiloopMetricsTests {
    private static let text = """
        wmo_wis2_gb_connected_flag{centre_id="ca-eccc-msc",report_by="zz-gb"} 1
        wmo_wis2_gb_messages_received_total{report_by="zz-gb",centre_id="ca-eccc-msc"} 1.2e+03
        wmo_wis2_gb_messages_received_total{centre_id="other-centre",report_by="zz-gb"} 5
        wmo_wis2_gb_messages_published_total{centre_id="ca-eccc-msc",report_by="zz-gb"} 7 1700000000000
        wmo_wis2_gb_messages_published_totally{centre_id="ca-eccc-msc"} 9
        process_cpu_seconds_total 3
        """

    @Test func itsOwnSamplesCount() {
        let metrics = AntiloopMetrics(Self.text, of: "ca-eccc-msc")
        #expect(metrics.isConnected == true)
        #expect(metrics.counters == ["messages_received_total": 1200, "messages_published_total": 7])
    }

    @Test func samplesWithoutLabelsCount() {
        let metrics = AntiloopMetrics("wmo_wis2_gb_connected_flag 0\nwmo_wis2_gb_messages_received_total 3", of: "x-y")
        #expect(metrics.isConnected == false)
        #expect(metrics.counters == ["messages_received_total": 3])
    }

    @Test(arguments: ["", "wmo_wis2_gb_connected_flag", "wmo_wis2_gb_connected_flag{} one", "wmo_wis2_gb_} {"])
    func nonsenseSaysNothing(_ text: String) {
        #expect(AntiloopMetrics(text, of: "x-y").isConnected == nil)
    }
}
