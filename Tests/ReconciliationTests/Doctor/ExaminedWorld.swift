import BrokerModel
import DesiredStateReader
import Fleet
import TestSupport
import Testing

@testable import Reconciliation

/// A broker of which all was found out and nothing is wrong; a test changes what
/// it wants to see found.
struct ExaminedWorld {
    var examination: Examination

    static let helper = Digest(of: "helper")
    static let now = Timestamp(seconds: 1_800_000_000)
    static let virtualAddress = "192.0.2.100"

    init() throws {
        let hosts = try [
            Self.host("waloop01", .antiloop, 21), Self.host("waloop02", .antiloop, 22),
            Self.host("wbroker01", .broker, 11), Self.host("wlb01", .loadbalancer, 31),
            Self.host("wlb02", .loadbalancer, 32),
        ]
        let files = DesiredText.files().map { SourceFile(path: $0.key, bytes: Array($0.value.utf8)) }
        let today = try #require(Self.now.date)
        var desired = try #require(DesiredState.read(files, today: today).state)
        desired.hosts = hosts
        desired.broker.redis = .managed
        desired.broker.loadBalancer = .managed(
            LoadBalancerSettings(
                virtualAddress: Self.virtualAddress, certificate: .literal("x"), clusterPassword: .literal("x")))
        let trials = PortTable(desired).trials(among: hosts, virtualAddress: Self.virtualAddress)
        let outside = OutsideBrokers(desired, today: today)
        examination = Examination(
            desired: desired, trials: trials, outside: outside,
            hosts: try hosts.reduce(into: [:]) { $0[$1.name] = try Self.examined($1, trials, outside) },
            repository: .success(try #require(CommitID(String(repeating: "ab", count: 20)))), secrets: .success(3),
            rendering: .success(()), certificates: [], certificateSummaries: ["loadBalancer.certificate covers x"],
            ledger: .success(7), helper: Self.helper)
        for host in hosts { examination.wanted[host.name] = Self.packages(host.role) }
    }

    static func host(_ name: String, _ role: HostRole, _ number: Int) throws -> BrokerModel.Host {
        BrokerModel.Host(
            name: try #require(HostName(name)), role: role, address: "192.0.2.\(number)",
            hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIASCDGw2kclYuErQDPouJ+tOTFD8zSQFpVv+g1o8kyy8",
            interface: role == .loadbalancer ? "eth0" : nil, source: SourcePosition(file: "hosts.yaml", line: 1))
    }

    static func packages(_ role: HostRole) -> WantedParts {
        role == .loadbalancer
            ? WantedParts(packages: ["haproxy", "pcs"]) : WantedParts(packages: ["curl", "docker.io"], enginePackage: "docker.io")
    }

    static func hardware(_ host: BrokerModel.Host) -> String {
        "02:00:00:00:00:" + (host.address.split(separator: ".").last.map(String.init) ?? "")
    }

    /// A host with which all is well: what must be open is, all else is closed.
    private static func examined(
        _ host: BrokerModel.Host, _ trials: [PortTrial], _ outside: OutsideBrokers
    ) throws -> HostExamination {
        let packages = Self.packages(host.role).packages
        let addresses = [host.address] + (host.name.text == "wlb01" ? [virtualAddress] : [])
        var reach = ReachFacts()
        for trial in trials where trial.from == host.name {
            reach.outcomes[.init(address: trial.address, port: trial.port)] =
                trial.expectation == .open ? .open : .refused
        }
        for other in ["192.0.2.31", "192.0.2.32"] where host.role == .loadbalancer && other != host.address {
            reach.outcomes[.init(address: other, port: CorosyncCheck.port, transport: .udp)] = .refused
        }
        if host.role == .antiloop { for target in outside.targets { reach.outcomes[target] = .open } }
        return HostExamination(
            facts: .success(
                HostFacts(
                    release: "Debian GNU/Linux 12 (bookworm)", architecture: "x86_64", account: "ansadm",
                    helper: helper,
                    disks: [.init(path: "/var/lib/docker", mountPoint: "/", free: 50 << 30, size: 80 << 30)],
                    packages: packages.reduce(into: [:]) { $0[$1] = "1.0" },
                    interfaces: [.init(name: "eth0", addresses: addresses, hardwareAddress: hardware(host))],
                    programs: host.role == .loadbalancer ? ["haproxy": "2.6.12-1+deb12u1"] : [:],
                    clock: reading(lead: .zero))),
            engine: host.role == .loadbalancer
                ? nil
                : .success(
                    EngineFacts(
                        version: "20.10.24", api: "1.41", oldestAPI: "1.12", storageDriver: "overlay2",
                        rootDirectory: "/var/lib/docker")),
            images: host.role == .loadbalancer ? nil : .success([try #require(ImageReference("a/b:1")): .present]),
            reach: .success(reach),
            resolver: host.role == .antiloop
                ? .success(
                    ResolverFacts(container: "ca-eccc-msc", outcomes: ["globalbroker.example.org": .resolved])) : nil)
    }

    /// A clock that is ahead by so much, read within 100 ms.
    static func reading(lead: Duration) -> ClockReading {
        let microseconds = Int64(lead / .microseconds(1))
        return ClockReading(
            sent: now, received: Timestamp(microseconds: now.microseconds + 100_000),
            begun: Timestamp(microseconds: now.microseconds + 50_000 + microseconds),
            ended: Timestamp(microseconds: now.microseconds + 60_000 + microseconds))
    }

    /// Changes what one host said of itself.
    mutating func facts(_ name: String, _ change: (inout HostFacts) -> Void) throws {
        let host = try #require(HostName(name))
        var facts = try #require(examination.hosts[host]).facts.get()
        change(&facts)
        examination.hosts[host]?.facts = .success(facts)
    }

    /// Changes what was tried from one host.
    mutating func reach(_ name: String, _ change: (inout ReachFacts) -> Void) throws {
        let host = try #require(HostName(name))
        var reach = try #require(examination.hosts[host]?.reach).get()
        change(&reach)
        examination.hosts[host]?.reach = .success(reach)
    }

    mutating func host(_ name: String, _ change: (inout HostExamination) -> Void) throws {
        let host = try #require(HostName(name))
        var examined = try #require(examination.hosts[host])
        change(&examined)
        examination.hosts[host] = examined
    }

    var document: DoctorDocument {
        get throws {
            DoctorDocument(
                examination, commit: try #require(CommitID(String(repeating: "ab", count: 20))), at: Self.now)
        }
    }

    /// What is not well, as `level check host: message`.
    var complaints: [DoctorFinding] {
        get throws {
            let document = try document
            return (document.hosts.flatMap(\.findings) + document.findings).filter { $0.level != .ok }
        }
    }

    static func failure(_ code: FailureCode) -> Failure {
        Failure(code, attempted: "try", on: "it", response: "it said no", remedy: "ask again")
    }
}
