import Foundation
import Testing

/// What `/metrics` says, as Prometheus reads it (exposition format 0.0.4): every sample
/// is of a family whose help and type were told before.
struct Metrics {
    /// By name and labels, as written: `isobar_host_reached{host="waloop01"}`.
    let samples: [String: Double]

    init(_ text: String) throws {
        var samples: [String: Double] = [:]
        var types: [String: String] = [:]
        var helped: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            switch (words[0], words.count > 1 ? words[1] : "") {
            case ("#", "HELP"): helped.insert(words[2])
            case ("#", "TYPE"):
                #expect(types.updateValue(words[3], forKey: words[2]) == nil, "\(words[2]) is told of twice")
            default:
                let end = try #require(line.lastIndex(of: " "))
                let key = String(line[..<end])
                let name = key.prefix { $0 != "{" }
                let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }
                    .map { String(name.dropLast($0.count)) }.flatMap { types[$0] == "histogram" ? $0 : nil }
                let known = family ?? String(name)
                #expect(types[known] != nil && helped.contains(known), "\(known)")
                let value = try #require(Double(line[line.index(after: end)...]), "\(line)")
                #expect(samples.updateValue(value, forKey: key) == nil, "\(key) is there twice")
            }
        }
        self.samples = samples
    }

    subscript(_ key: String) -> Double? { samples[key] }

    /// All samples of a family, by their labels as written.
    func family(_ name: String) -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: samples.filter { $0.key.hasPrefix(name + "{") }
                .map { (String($0.key.dropFirst(name.count)), $0.value) })
    }

    /// The counts of a histogram's buckets, from the smallest to all.
    func buckets(_ name: String) -> [Double] {
        family(name + "_bucket").map { label, count in
            (Double(label.dropFirst(5).dropLast(2)) ?? .infinity, count)
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
