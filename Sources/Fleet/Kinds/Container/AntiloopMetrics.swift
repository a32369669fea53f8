/// What the metrics of an antiloop instance say of its work (Prometheus text
/// format 0.0.4).
struct AntiloopMetrics: Equatable {
    var isConnected: Bool?

    /// `messages_received_total`, `messages_published_total`
    var counters: [String: Double] = [:]

    private static let prefix = "wmo_wis2_gb_"
    private static let counterNames: Set<String> = ["messages_received_total", "messages_published_total"]

    /// - Parameter centreID: whose samples count; an instance may report
    ///   others. Nil counts all.
    init(_ text: String, of centreID: String?) {
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(Self.prefix) {
            let sample = line.dropFirst(Self.prefix.count)
            let name = String(sample.prefix { $0 != "{" && $0 != " " })
            guard let value = Self.value(sample), Self.isOf(centreID, sample) else { continue }
            if name == "connected_flag" {
                isConnected = value == 1
            } else if Self.counterNames.contains(name) {
                counters[name, default: 0] += value
            }
        }
    }

    /// The number after the labels; a time may follow it.
    private static func value(_ sample: Substring) -> Double? {
        let rest = sample.lastIndex(of: "}").map { sample[sample.index(after: $0)...] } ?? sample.drop { $0 != " " }
        return rest.split(separator: " ").first.flatMap { Double($0) }
    }

    private static func isOf(_ centreID: String?, _ sample: Substring) -> Bool {
        guard let centreID, sample.contains("centre_id=") else { return true }
        return sample.contains("centre_id=\"\(centreID)\"")
    }
}
