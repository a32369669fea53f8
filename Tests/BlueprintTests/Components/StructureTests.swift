import BrokerModel
import Testing

@testable import Blueprint

/// What holds for the resources as a whole.
@Suite struct StructureTests {
    @Test func sameInputSameResources() throws {
        let (one, other) = (try SampleBroker.twenty().resources(), try SampleBroker.twenty().resources())
        #expect(one.map(\.listing) == other.map(\.listing))
        let key: [UInt8] = [1, 2, 3]
        #expect(one.map { $0.specification.digest(key: key) } == other.map { $0.specification.digest(key: key) })
    }

    @Test func theOrderOfHostsDoesNotMatter() throws {
        var broker = try SampleBroker.small()
        let wanted = try broker.resources().map(\.listing)
        broker.desired.hosts.reverse()
        #expect(try broker.resources().map(\.listing) == wanted)
    }

    /// Each dependency stands before what needs it, on the same host.
    @Test func dependenciesComeFirst() throws {
        var seen: Set<ResourceAddress> = []
        for resource in try SampleBroker.twenty().resources() {
            for dependency in resource.dependencies {
                #expect(seen.contains(dependency), "\(resource.address) needs \(dependency)")
                // What is of the whole broker stands on several hosts.
                if resource.address.host != nil { #expect(dependency.scope == resource.address.scope) }
            }
            #expect(resource.dependencies.isEmpty == (resource.address.kind == HelperSpecification.kind))
            #expect(seen.insert(resource.address).inserted, "\(resource.address) stands twice")
        }
    }

    @Test func secretsAreReadableByOwnerAndGroupOnly() throws {
        let confidential = files(try SampleBroker.small().resources()).filter { $0.value.contents.isConfidential }
        #expect(confidential.count == 10)
        for (path, file) in files(try SampleBroker.small().resources()) {
            #expect(file.ownership.mode == (file.contents.isConfidential ? 0o640 : 0o644), "\(path)")
        }
    }

    @Test func noSecretIsPrinted() throws {
        for resource in try SampleBroker.small().resources() {
            var dumped = ""
            dump(resource, to: &dumped)
            for secret in ["$ecret", "n0de", "dash board", "Y2VydGlmaWNhdGU", "apr1", "gr4f", "agent #1", "p0rt"] {
                #expect(!dumped.contains(secret), "\(resource.address)")
            }
        }
    }

    @Test func redundancyOfDisturbableThings() throws {
        let resources = try SampleBroker.small().resources()
        let sets = Dictionary(grouping: resources.filter { $0.redundancy != nil }) { $0.redundancy }
        #expect(sets[Redundancy(role: .redis, set: "redis")]?.count == 6)
        #expect(sets[Redundancy(role: .broker, set: "emqx")]?.count == 3)
        #expect(sets[Redundancy(role: .loadBalancer, set: "loadbalancer")]?.count == 2)
        #expect(sets[Redundancy(role: .node, set: "ca-eccc-msc")]?.count == 2)
        #expect(sets[Redundancy(role: .node, set: "fr-meteofrance")]?.count == 2)
        #expect(sets.count == 5)
    }

    @Test func everyHostHasTheHelper() throws {
        let broker = try SampleBroker.small()
        let helpers = try broker.resources().filter { $0.specification is HelperSpecification }
        #expect(helpers.map(\.address.scope) == broker.desired.hosts.map(\.name.text).sorted())
        #expect(helpers.allSatisfy { $0.address.name == "isobar" })
    }

    @Test func rulesAreBalanced() throws {
        var rules = 0
        for (path, file) in files(try SampleBroker.twenty().resources()) where path.hasSuffix(".yml") {
            for line in file.contents.redacted.split(separator: "\n") where line.contains("rule: ") {
                rules += 1
                var depth = 0
                for sign in line {
                    depth += sign == "(" ? 1 : sign == ")" ? -1 : 0
                    #expect(depth >= 0, "\(path): \(line)")
                }
                #expect(depth == 0, "\(path): \(line)")
            }
        }
        #expect(rules == 84)
    }
}
