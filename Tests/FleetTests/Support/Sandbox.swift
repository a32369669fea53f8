import BrokerModel
import Foundation
import SSH
import Synchronization

@testable import Fleet

/// A host for one test: this machine, with the helper's places made private.
struct Sandbox: Sendable {
    let directory: URL
    let transport: LocalTransport

    static let broker = CentreID("zz-test-global-broker")
    static let name = HostName("host01")
    static let home = AbsolutePath("/home/gb")

    /// Runs `body` with an empty host and removes it.
    static func with<Result>(_ body: (Sandbox) async throws -> Result) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "isobar-view-\(UUID().uuidString)")
        for place in HostView.places {
            try FileManager.default.createDirectory(
                at: directory.appending(path: place), withIntermediateDirectories: true)
        }
        for owned in ["compose", "traefik"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: "home/gb/\(owned)"), withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(Sandbox(directory: directory, transport: LocalTransport(view: directory)))
    }

    static func settings(_ holder: String = "test") throws -> FleetSettings {
        FleetSettings(
            broker: try broker.required, home: try home.required, virtualAddress: nil,
            holder: try LeaseHolder(holder).required)
    }

    func host() throws -> BrokerModel.Host {
        BrokerModel.Host(
            name: try Self.name.required, role: .antiloop, address: "127.0.0.1", hostKey: "",
            source: SourcePosition(file: "hosts.yaml", line: 1))
    }

    /// The fleet of one host, as one controller sees it.
    func fleet(_ holder: String = "test") throws -> FleetHosts {
        let transport = transport
        return FleetHosts([try host()], settings: try Self.settings(holder)) { _ in transport }
    }

    func link(_ holder: String = "test") throws -> HostLink {
        let transport = transport
        return HostLink(try host(), try Self.settings(holder), clock: ContinuousClock()) { _ in transport }
    }

    func observe(_ wanted: [Resource] = []) async throws -> ObservedState {
        await FleetObserver(try fleet()).observe([try Self.name.required], wanted: wanted, at: 0)
    }

    func observedHost(_ wanted: [Resource] = []) async throws -> ObservedHost {
        let state = try await observe(wanted)
        if let failure = state.unreachable.values.first { throw failure }
        return try state.hosts[try Self.name.required].required
    }

    /// A path of the host, on this machine.
    func url(_ path: String) -> URL {
        let places = [
            "/home": "home", "/var/lib": "state", "/etc/haproxy": "haproxy", "/usr/local/lib": "library",
            "/etc/sudoers.d": "sudoers",
        ]
        for (prefix, place) in places where path.hasPrefix(prefix + "/") {
            return directory.appending(path: place + path.dropFirst(prefix.count))
        }
        return directory.appending(path: "elsewhere" + path)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: url(path).path)) != nil
    }

    func write(_ text: String, to path: String) throws {
        try text.write(to: url(path), atomically: false, encoding: .utf8)
    }

    /// Every path below the host's places, for proving that nothing changed.
    func everything() throws -> [String] {
        try HostView.places.flatMap { place in
            try FileManager.default.subpathsOfDirectory(atPath: directory.appending(path: place).path)
                .map { "\(place)/\($0)" }
        }
        .filter { $0 != "state/dpkg" && !$0.hasPrefix("state/dpkg/") }
        .sorted()
    }
}

/// A value a test cannot go on without is missing.
struct Missing: Error {}

extension Optional {
    var required: Wrapped {
        get throws {
            guard let self else { throw Missing() }
            return self
        }
    }
}
