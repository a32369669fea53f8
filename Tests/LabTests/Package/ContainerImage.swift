import Foundation
import Testing

/// The image that `deploy/docker/Dockerfile` makes of the package, in the lab's own
/// engine: on the lab's network, outside of its hosts.
///
/// No registry can be had, so it stands on the lab's Debian 12 and not on
/// `debian:12-slim`.
struct ContainerImage: Sendable {
    let lab: Lab
    private let tag = "isobar-lab-test/controller"

    /// The container.
    private var name: String { lab.inventory.prefix + "-controller" }

    /// - Parameter package: a directory with the package alone.
    func build(from package: String) async throws {
        let bases = try await engine(
            "images", "--filter", "reference=isobar-lab/debian", "--format", "{{.Repository}}:{{.Tag}}")
        let base = try #require(bases.split(separator: "\n").first.map(String.init))
        try await engine(
            "build", "--network", "host", "--build-arg", "BASE=\(base)", "--tag", tag,
            "--file", lab.root + "/deploy/docker/Dockerfile", package)
    }

    /// Runs the program in a container of its own, to its end.
    func run(_ arguments: String...) async throws -> String {
        try await engine(["run", "--rm", "--network", "none", tag] + arguments)
    }

    /// Starts the service as the documentation says, but for the pause between two looks at its health.
    func serve(configuration: String, data: String) async throws {
        try await engine(
            "run", "--detach", "--name", name, "--label", "io.isobar.lab=\(lab.inventory.prefix)",
            "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
            "--network", lab.inventory.prefix, "--health-interval", "1s",
            "--volume", configuration + ":/etc/isobar:ro", "--volume", data + ":/var/lib/isobar", tag)
    }

    func exec(_ arguments: String...) async throws -> Ended { try await attempt(["exec", name] + arguments) }

    func inspect(_ format: String) async throws -> String { try await engine("inspect", "--format", format, name) }

    func stop() async throws { try await engine("stop", name) }

    /// Container and image, if they are there.
    func remove() async throws {
        _ = try await attempt(["rm", "--force", name])
        _ = try await attempt(["rmi", "--force", tag])
    }

    // MARK: -

    @discardableResult
    private func engine(_ arguments: String...) async throws -> String { try await engine(arguments) }

    @discardableResult
    private func engine(_ arguments: [String]) async throws -> String {
        let ended = try await attempt(arguments)
        try #require(ended.status == 0, "docker \(arguments): \(ended.output.suffix(2000))\(ended.errorOutput)")
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func attempt(_ arguments: [String]) async throws -> Ended {
        // Debian's client, as the lab takes it: a newer one may insist on a newer engine.
        try await Shell.run(
            "/usr/bin/docker", ["-H", "unix://" + lab.inventory.paths.engineSocket] + arguments,
            environment: ["DOCKER_BUILDKIT": "0"])
    }
}
