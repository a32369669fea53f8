/// A container of a simulated engine.
public struct SimulatedContainer: Sendable, Equatable {
    public enum Status: String, Sendable {
        case created, running, paused, exited
    }

    public var id: String
    public var name: String

    /// The reference it was created from.
    public var image: String
    public var imageID: String
    public var status = Status.created
    public var exitCode = 0
    public var startedAt: Duration?

    /// How long it takes to become well after a start.
    public var warmUp: Duration = .seconds(2)
    /// Whether its process runs and does nothing any more.
    public var hangs = false
    public var networks: [String] = []

    /// On its first network.
    public var address: String

    public var labels: [String: String] = [:]
    public var environment: [String] = []
    public var mounts: [String] = []
    public var publishedPorts: [Int] = []
    public var restartPolicy = "no"
    public var hasHealthCheck = false

    /// The request it was made from, with what the image adds: `Config`,
    /// `HostConfig` and `Mounts` of an inspection, as JSON.
    public var configuration = "{}"
    public var host: [String: String] = [:]
    public var mountPoints = "[]"

    /// What was asked for, to the byte: equal requests make equal containers.
    public var request = ""

    public init(id: String, name: String, image: String, imageID: String, address: String) {
        self.id = id
        self.name = name
        self.image = image
        self.imageID = imageID
        self.address = address
    }

    /// The name it is to have in the end: while one container replaces another
    /// both bear names of their own.
    public var finalName: String {
        for suffix in [".isobar-new", ".isobar-old"] where name.hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        return name
    }

    /// Its labels as a JSON object.
    var labelText = "{}"

    public var isRunning: Bool { status == .running }

    /// The node it is an instance of; nil when it is none.
    public var centreID: String? {
        environment.first { $0.hasPrefix("CENTRE_ID=") }.map { String($0.dropFirst("CENTRE_ID=".count)) }
    }

    /// Whether it does its work at `now`.
    public func isWell(at now: Duration) -> Bool {
        guard isRunning, !hangs, let startedAt else { return false }
        return now - startedAt >= warmUp
    }

    public mutating func start(at now: Duration) {
        hangs = false
        status = .running
        exitCode = 0
        startedAt = now
    }

    mutating func stop() {
        status = .exited
        exitCode = 143
    }
}
