import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// What is rendered, byte by byte, against files a person has read.
///
/// With `ISOBAR_UPDATE_GOLDEN=1` the files are written anew; read the
/// difference before committing it.
@Suite struct GoldenTests {
    @Test(arguments: ["wbroker01", "wbroker03", "waloop01", "waloop02", "waloop03", "wlb01", "wlb02", "wmanage"])
    func smallBroker(host: String) throws {
        try compare(SampleBroker.small(), host: host, name: "small")
    }

    @Test(arguments: ["waloop01", "waloop03", "wmanage"])
    func twentyNodes(host: String) throws {
        try compare(SampleBroker.twenty(), host: host, name: "twenty")
    }

    private func compare(_ broker: SampleBroker, host: String, name: String) throws {
        let rendered = try broker.resources().filter { $0.address.scope == host }.map(\.listing).joined(separator: "\n")
        let file = "\(name)-\(host).txt"
        if ProcessInfo.processInfo.environment["ISOBAR_UPDATE_GOLDEN"] == "1" {
            let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
            try Data(rendered.utf8).write(to: directory.appending(path: file))
            return
        }
        let url = try #require(Bundle.module.url(forResource: "Golden/\(file)", withExtension: nil))
        let golden = try String(contentsOf: url, encoding: .utf8)
        let wanted = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let got = rendered.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, (one, other)) in zip(wanted, got).enumerated() where one != other {
            Issue.record("\(file):\(number + 1): is\n  \(other)\nshould be\n  \(one)")
            return
        }
        #expect(wanted.count == got.count, "\(file) has another length")
    }
}
