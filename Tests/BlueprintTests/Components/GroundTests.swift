import BrokerModel
import Testing

@testable import Blueprint

/// What hosts are prepared with before anything else.
@Suite struct GroundTests {
    private static let source = PackageSource(
        url: "http://192.0.2.60/debian", suite: "./", components: [],
        signingKey: """
            -----BEGIN PGP PUBLIC KEY BLOCK-----

            mDMEZ==
            -----END PGP PUBLIC KEY BLOCK-----

            """)

    private func packages(_ resources: [Resource], on host: String) -> [String] {
        resources.filter { $0.address.kind == PackageSpecification.kind && $0.address.scope == host }
            .map(\.address.name)
    }

    @Test(arguments: [
        ("wbroker01", "docker.io ca-certificates procps prometheus-node-exporter"),
        ("waloop01", "docker.io ca-certificates curl iproute2 procps prometheus-node-exporter"),
        ("wmanage", "docker.io ca-certificates curl iproute2 prometheus-node-exporter"),
        (
            "wlb01",
            "haproxy socat iproute2 pcs corosync pacemaker pacemaker-cli-utils resource-agents prometheus-node-exporter"
        ),
    ])
    func packagesGoByRole(host: String, names: String) throws {
        let resources = try SampleBroker.small().resources()
        #expect(packages(resources, on: host).joined(separator: " ") == names)
    }

    @Test func whatIsNotOursNeedsNothing() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.loadBalancer = .external
        broker.desired.broker.redis = .external([.literal("192.0.2.1:6379")])
        let resources = try broker.resources()
        #expect(packages(resources, on: "wlb01") == [])
        #expect(!packages(resources, on: "wbroker01").contains("procps"))
        #expect(!resources.contains { $0.address.name.hasPrefix("etc/sysctl.d") })
        #expect(!resources.contains { $0.address.kind == AccountSpecification.kind && $0.address.scope == "wlb01" })
    }

    /// Followed through what it depends on, everything on a host comes after its
    /// packages and its account.
    @Test func everythingStandsOnTheGround() throws {
        var broker = try SampleBroker.twenty()
        broker.desired.broker.packageSource = Self.source
        let resources = try broker.resources()
        let byAddress = Dictionary(resources.map { ($0.address, $0) }) { first, _ in first }
        let ground: Set<ResourceKind> = [
            HelperSpecification.kind, PackageSpecification.kind, AccountSpecification.kind,
        ]
        for resource in resources where resource.address.host != nil && !ground.contains(resource.address.kind) {
            guard !resource.address.name.hasSuffix("isobar.sources") else { continue }
            var before: Set<ResourceAddress> = []
            var waiting = resource.dependencies
            while let next = waiting.popLast() {
                if before.insert(next).inserted { waiting += byAddress[next]?.dependencies ?? [] }
            }
            let wanted = resources.filter {
                $0.address.scope == resource.address.scope && ground.contains($0.address.kind)
            }
            let missing = Set(wanted.map(\.address)).subtracting(before)
            #expect(missing.isEmpty, "\(resource.address) does not wait for \(missing)")
        }
    }

    @Test func theSourceIsAFileOfApt() throws {
        var broker = try SampleBroker.small()
        broker.desired.broker.packageSource = Self.source
        let resources = try broker.resources()
        let file = try #require(
            resources.first { $0.address.description == "wlb01/file/etc/apt/sources.list.d/isobar.sources" })
        let text = try #require(file.specification as? FileSpecification).contents.withRevealed { $0 }
        #expect(
            text == """
                # Written by Isobar; what is changed here is put back.
                Types: deb
                URIs: http://192.0.2.60/debian
                Suites: ./
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 mDMEZ==
                 -----END PGP PUBLIC KEY BLOCK-----

                """)
        let package = try #require(resources.first { $0.address.description == "wlb01/package/haproxy" })
        #expect(package.dependencies == [file.address])
    }

    @Test(arguments: [
        "http://x/\nTrusted: yes", "http://x/ http://y/", "", "http://x/\u{85}", "#x", "http://x/\r\nTypes: deb",
    ])
    func aURLIsOneWord(_ text: String) throws {
        var source = Self.source
        source.url = text
        #expect(throws: Refusal.self) { try PackageSourceFile(source) }
        source = Self.source
        source.suite = text
        #expect(throws: Refusal.self) { try PackageSourceFile(source) }
    }

    /// Whatever stands in the key, no line of it begins a field.
    @Test func aKeyCannotBeginAField() throws {
        var source = Self.source
        source.signingKey = "a\nTrusted: yes\n\nTypes: deb\n"
        let lines = try PackageSourceFile(source).contents.withRevealed { $0.split(separator: "\n").map(String.init) }
        let key = lines.drop { $0 != "Signed-By:" }.dropFirst()
        #expect(Array(key) == [" a", " Trusted: yes", " .", " Types: deb"])
    }

    @Test func sudoIsNarrowedWhereItIsWanted() throws {
        var broker = try SampleBroker.small()
        #expect(try !broker.resources().contains { $0.address.kind == SudoSpecification.kind })
        broker.desired.hosts[0].access.sudo = .narrow
        let sudo = try broker.resources().filter { $0.address.kind == SudoSpecification.kind }
        #expect(sudo.map(\.address.description) == ["\(broker.desired.hosts[0].name)/sudo/ansadm"])
    }
}
