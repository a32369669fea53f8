import BrokerModel
import GRDB
import Testing

@testable import Ledger

@Suite("The last look at each host")
struct LastLookTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    let host: HostName

    init() throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        host = try #require(HostName("waloop01"))
    }

    private static let password = "canary-8f3a-password"

    private func address(_ kind: ResourceKind, _ name: String) -> ResourceAddress { ResourceAddress(host, kind, name) }

    /// A host with a resource of every kind, each with secrets where it can
    /// have some.
    private func observed() throws -> ObservedHost {
        let path = try #require(AbsolutePath("/home/gb/x.yml"))
        let secretPath = try #require(AbsolutePath("/home/gb/x.env"))
        let root = FileOwnership(owner: "gb", group: "gb", mode: 0o644)
        let container = ContainerObservation(
            id: "c1", image: "a:1", imageID: "sha256:1",
            environment: [
                "CENTRE_ID": "ca-eccc-msc", "MQTT_SUB_PASSWORD": ConfidentialText(Secret(Self.password)), "PATH": "/bin",
            ],
            labels: ["io.isobar.broker": "xx", "traefik.enable": "true"],
            mounts: [Mount(source: "/home/gb", target: "/data", isReadOnly: true)], network: .networks(["traefik"]),
            extraHosts: ["a": "10.0.0.1"], ports: [PortBinding(hostPort: 1, containerPort: 2)], restartPolicy: .always,
            healthCheck: HealthCheck(test: ["CMD", "true"], intervalSeconds: 1, timeoutSeconds: 2, retries: 3),
            command: ["run"], user: "1000", stopTimeoutSeconds: 30, state: ContainerState(status: "running"),
            attachedNetworks: ["traefik"])
        let foreign = ContainerObservation(
            id: "c2", image: "b:1", imageID: "sha256:2", labels: ["password": Self.password], network: .host,
            restartPolicy: nil, healthCheck: HealthCheck(
                test: ["CMD", Self.password], intervalSeconds: 1, timeoutSeconds: 2, retries: 3),
            command: ["--password", Self.password], state: ContainerState(status: "running"))
        let node = RedisNode(
            id: String(repeating: "a", count: 40), address: "192.0.2.1", flags: ["myself", "master"], slots: [0...16383])
        let observations: [(String, any ResourceObservation)] = [
            ("isobar-helper", HelperObservation(digest: Digest(of: "helper"))),
            ("home/gb", DirectoryObservation(ownership: root)),
            ("traefik", NetworkObservation(driver: "bridge", containers: ["a"])),
            ("a:1", ImageObservation(id: "sha256:1", environment: ["PATH": "/bin", "TZ": "UTC"], command: ["run"])),
            ("home/gb/x.yml", FileObservation(digest: Digest(of: "text"), ownership: root)),
            (
                "home/gb/x.env",
                FileObservation(
                    digest: Digest(of: Self.password), ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o600))
            ),
            ("ca-eccc-msc", container), ("foreign", foreign),
            ("configuration", HAProxyObservation(isRunning: true, servers: ["b/s": "UP"])),
            ("routes", TraefikObservation(answers: true, routers: ["r": .init(status: "enabled")])),
            ("configuration", PrometheusObservation(answers: true, tookFiles: true, groups: ["isobar-nodes"])),
            (
                ResourceAddress.partName,
                VirtualIPObservation(
                    views: [host: ClusterView(isInstalled: true, clusterName: "ha_cluster")],
                    passwords: [host: ConfidentialText(Secret(Self.password))])
            ),
            (ResourceAddress.partName, QuorumDeviceObservation(views: ["wlb01": QuorumMemberView(isOurs: true)])),
            ("haproxy", PackageObservation(version: "2.6.12-1")),
            ("gb", AccountObservation(numbers: .init(uid: 1000, gid: 1000), groups: ["docker"])),
            ("ansadm", SudoObservation(wideFiles: ["ansadm"], isWideElsewhere: false)),
            ("wbroker01", RotationObservation(held: ["wlb01": ["mqtt_backend/wbroker01"]])),
            (ResourceAddress.partName, RedisObservation(views: [host: RedisView(nodes: [node], keys: 3)])),
            (
                ResourceAddress.partName,
                EMQXObservation(
                    views: [host: EMQXView(running: ["emqx@a"])],
                    passwords: [host: ConfidentialText(Secret(Self.password))])
            ),
            (
                "everyone",
                EMQXUserObservation(
                    accounts: [
                        host: EMQXAccount(
                            isSuperuser: false,
                            rules: [.mayReceive(ConfidentialText(Secret(Self.password)))])
                    ],
                    stamps: [host: ConfidentialText(Secret(Self.password))])
            ),
        ]
        var resources: [ResourceAddress: ObservedResource] = [:]
        for (name, observation) in observations {
            let address = address(type(of: observation).kind, name)
            resources[address] = ObservedResource(address: address, observation: observation, isOwned: name != "foreign")
        }
        #expect(Set(resources.keys.map(\.kind)) == Set(ObservationRegistry.all.map { $0.kind }))
        return ObservedHost(
            host: host, resources: resources,
            manifest: Manifest(broker: CentreID("xx-example"), resources: [address(FileSpecification.kind, "home/gb/x.yml")]),
            texts: [path: "text", secretPath: "shown"])
    }

    private func recall(recognising known: [ConfidentialText]) async throws -> RememberedLook {
        let remembered = try #require(try await ledger.remembered([host])[host])
        return try #require(remembered.opened(by: ObservationSeal(key: LedgerFixture.key, recognising: known)))
    }

    private func same(_ left: any ResourceObservation, _ right: any ResourceObservation) -> Bool {
        func compare<Observation: ResourceObservation>(_ left: Observation) -> Bool { left == right as? Observation }
        return compare(left)
    }

    @Test("What is closed on a host is among its codes, by which one tells whether opening it anew is of use")
    func codes() async throws {
        let seen = try observed()
        try await ledger.record(
            ObservedState(hosts: [host: seen], observedAt: 10), asked: Array(seen.resources.keys), key: LedgerFixture.key)
        let codes = try #require(try await ledger.remembered([host])[host]).codes
        var seal = ObservationSeal(key: LedgerFixture.key)
        let known = [ConfidentialText(Secret(Self.password))]
        let added = seal.recognise(known)
        #expect(added.count == 1 && codes.isSuperset(of: added))
        #expect(seal.recognise(known).isEmpty)
        #expect(codes.isDisjoint(with: seal.recognise(["something else"])))
    }

    @Test("A host of every kind is read back as it was seen, secrets that are known included")
    func roundTrip() async throws {
        let seen = try observed()
        let absent = address(ContainerSpecification.kind, "wanted")
        try await ledger.record(
            ObservedState(hosts: [host: seen], observedAt: 10), asked: [absent] + Array(seen.resources.keys),
            key: LedgerFixture.key)
        let known: [ConfidentialText] = [
            ConfidentialText(Secret(Self.password)), "/bin", ConfidentialText(Digest(of: Self.password).hexadecimal),
        ]
        let look = try await recall(recognising: known)
        #expect(look.absent == [absent])
        #expect(look.host.manifest == seen.manifest)
        #expect(look.host.texts == seen.texts)
        #expect(look.host.resources.keys.sorted() == seen.resources.keys.sorted())
        for (address, resource) in seen.resources where address.name != "foreign" {
            let read = try #require(look.host.resources[address])
            #expect(same(resource.observation, read.observation), "\(address)")
            #expect(read.isOwned)
        }
        #expect(look.host.resources[address(ContainerSpecification.kind, "foreign")]?.isOwned == false)
    }

    @Test("What is not known stays closed: equal to itself, different from everything else")
    func unknownSecrets() async throws {
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 10), key: LedgerFixture.key)
        let look = try await recall(recognising: [ConfidentialText(Secret("another password"))])
        let container = try #require(
            look.host.resources[address(ContainerSpecification.kind, "ca-eccc-msc")]?.observation as? ContainerObservation)
        let image = try #require(
            look.host.resources[address(ImageSpecification.kind, "a:1")]?.observation as? ImageObservation)
        let password = try #require(container.environment["MQTT_SUB_PASSWORD"])
        #expect(password.isConfidential)
        #expect(!password.readsSame(as: "another password"))
        #expect(container.environment["CENTRE_ID"] == "ca-eccc-msc")
        // What a container inherits from its image still compares as inherited.
        let path = try #require(image.environment["PATH"])
        #expect(container.environment["PATH"]?.readsSame(as: ConfidentialText(path)) == true)
        let file = try #require(
            look.host.resources[address(FileSpecification.kind, "home/gb/x.env")]?.observation as? FileObservation)
        #expect(file.digest != nil && file.digest != Digest(of: Self.password))
        // So that a plan made from it has the digest of one made from a look.
        let seen = try #require(
            try observed().resources[address(FileSpecification.kind, "home/gb/x.env")]?.observation as? FileObservation)
        #expect(fingerprint(file) == fingerprint(seen))
    }

    private func fingerprint(_ observation: FileObservation) -> Digest {
        var fingerprint = Fingerprint(key: LedgerFixture.key)
        observation.add(to: &fingerprint)
        return fingerprint.finish()
    }

    @Test("No secret and no digest of one is in the file")
    func noSecretInTheFile() async throws {
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 10), key: LedgerFixture.key)
        let remembered = try #require(try await ledger.remembered([host])[host])
        let kept = try #require(remembered.text)
        #expect(kept.contains("ca-eccc-msc"))
        #expect(!kept.contains(Self.password))
        #expect(!kept.contains(Digest(of: Self.password).hexadecimal))
    }

    @Test("A look replaces the one before; one that failed keeps it and says why")
    func replacement() async throws {
        #expect(try await ledger.remembered([host]).isEmpty)
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 10), key: LedgerFixture.key)
        try await ledger.record(
            ObservedState(
                hosts: [host: ObservedHost(host: host, resources: [:], manifest: Manifest())], observedAt: 20),
            key: LedgerFixture.key)
        #expect(try await recall(recognising: []).host.resources.isEmpty)
        #expect(try await ledger.remembered([host])[host]?.seenAt == 20)
        let failure = Failure(.hostKeyMismatch, attempted: "connect", on: "waloop01", response: "other key")
        try await ledger.record(ObservedState(unreachable: [host: failure], observedAt: 30), key: LedgerFixture.key)
        let remembered = try #require(try await ledger.remembered([host])[host])
        #expect(remembered.seenAt == 20)
        #expect(remembered.failure?.at == 30)
        #expect(remembered.failure?.code == .hostKeyMismatch)
        #expect(remembered.failure?.text.contains("other key") == true)
    }

    @Test("The last look is the last one made, though the clock was set back before it")
    func clockSetBack() async throws {
        let failure = Failure(.hostUnreachable, attempted: "connect", on: "waloop01", response: "nobody answers")
        try await ledger.record(ObservedState(unreachable: [host: failure], observedAt: 50), key: LedgerFixture.key)
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 60), key: LedgerFixture.key)
        try await ledger.record(ObservedState(unreachable: [host: failure], observedAt: 70), key: LedgerFixture.key)
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 20), key: LedgerFixture.key)
        let remembered = try #require(try await ledger.remembered([host])[host])
        #expect(remembered.failure == nil)
        #expect(remembered.seenAt == 20)
        #expect(try await ledger.lastSeen(host) == 20)
    }

    @Test("A look in the form of another version is not read")
    func otherForm() async throws {
        try await ledger.record(
            ObservedState(hosts: [host: try observed()], observedAt: 10), key: LedgerFixture.key)
        try await DatabaseQueue(path: fixture.path).write { try $0.execute(sql: "UPDATE last_look SET format = 99") }
        let remembered = try #require(try await ledger.remembered([host])[host])
        #expect(remembered.seenAt == nil)
        #expect(remembered.opened(by: ObservationSeal(key: LedgerFixture.key)) == nil)
    }

    @Test("What differs from the look before is said, by address")
    func changes() async throws {
        let first = try observed()
        let before = try await ledger.record(ObservedState(hosts: [host: first], observedAt: 10), key: LedgerFixture.key)
        #expect(before[host]?.isFirst == true)
        var second = first
        let network = address(NetworkSpecification.kind, "traefik")
        let directory = address(DirectorySpecification.kind, "home/gb")
        let new = address(NetworkSpecification.kind, "new")
        second.resources[network]?.observation = NetworkObservation(driver: "macvlan")
        second.resources[directory] = nil
        second.resources[new] = ObservedResource(
            address: new, observation: NetworkObservation(driver: "bridge"), isOwned: false)
        let after = try await ledger.record(ObservedState(hosts: [host: second], observedAt: 20), key: LedgerFixture.key)
        #expect(
            after[host]
                == LookChanges(
                    appeared: [new], changed: [network], gone: [directory], resources: second.resources.count))
        let again = try await ledger.record(ObservedState(hosts: [host: second], observedAt: 30), key: LedgerFixture.key)
        #expect(again[host] == LookChanges(resources: second.resources.count))
    }
}
