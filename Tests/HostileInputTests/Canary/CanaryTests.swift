import BrokerModel
import Execution
import Foundation
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// A canary in every secret of a broker, sealed with the real `age` in a real
/// repository, from the commit to simulated hosts: nothing but the hosts may
/// hold one. What commands print is made of the documents that are searched
/// here; failures under thousands of faults are searched by the simulation.
@Suite("Canaries in every secret")
struct CanaryTests {
    @Test("show up on the hosts and nowhere else", .timeLimit(.minutes(5)))
    func canaries() async throws {
        let broker = try CanaryBroker()
        var shown: [(what: String, data: Data)] = []

        for version in 1...2 {
            // The second time every secret is another one: plans say so, and show neither.
            try broker.commit(version: version)
            let failures = try await broker.failingApply()
            // The first time nothing comes after the files of the packages.
            let said = version == 1 ? "isobar.sources" : "MQTT_SUB_PASSWORD='(secret)'"
            #expect(failures.contains(said), "\(failures)")
            shown.append(("files that hosts refuse and repeat", Data(failures.utf8)))
            let run = try await broker.apply()
            shown.append(("the plan of version \(version)", Data(run.plan.utf8)))
            shown.append(("the result of version \(version)", Data(run.result.utf8)))
            #expect(run.plan.contains(version == 1 ? "(secret)" : "(secret, changed)"))
            for canary in broker.deployed(version: version) {
                #expect(await broker.isOnHosts(canary), "\(canary.name) of version \(version) is on no host")
            }
        }
        let examined = try await broker.examine()
        #expect(examined.hosts.count == 9 && examined.summary.unreached == 0)
        shown.append(("what doctor finds", try JSONEncoder().encode(examined)))
        for misfortune in CanaryBroker.Misfortune.allCases {
            let words = try await broker.failure(misfortune)
            shown.append(("the failure of \(misfortune)", Data(words.utf8)))
        }

        let programs = try broker.programsStarted()
        #expect(programs.count > 2 * SmallBroker.secrets.count)
        shown += programs.map { ("the command line and environment of a program", $0) }
        shown += try broker.filesOfController()
        #expect(shown.contains { $0.what.hasSuffix("sqlite-wal") } || shown.contains { $0.what.hasSuffix(".sqlite") })
        let texts = try await broker.textsOfLedger()
        // Plans, changes and what was seen: of all of it something.
        #expect(texts.count > 20 && texts[0].data.count > 100_000, "\(texts.map { ($0.what, $0.data.count) })")
        shown += texts
        for (what, data) in shown {
            for canary in broker.canaries where canary.shows(in: data) {
                Issue.record("\(canary.value) shows in \(what)")
            }
        }
    }

    @Test("would be found in each of their forms")
    func canaryIsFound() {
        let canary = Canary("x", version: 1)
        for form in canary.forms { #expect(canary.shows(in: Data("around ".utf8) + form + Data(" it".utf8))) }
        #expect(
            canary.shows(in: Data("{\"auth\":\"\(Data("user:\(canary.value)".utf8).base64EncodedString())\"}".utf8)))
        #expect(!canary.shows(in: Data("Qx7Z".utf8)))
    }
}
