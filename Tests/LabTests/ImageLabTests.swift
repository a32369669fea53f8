import Foundation
import Testing

/// Images without a registry: streamed from the controller's engine and its
/// archives to hosts that lack them.
@Suite("Images on the lab", .serialized)
struct ImageLabTests {
    private static let tag = "lab/antiloop-standin:streamed"
    private let broker: FaultyBroker
    private let socket: String

    init() async throws {
        socket = try #require(ProcessInfo.processInfo.environment["ISOBAR_TEST_DOCKER_HOST_SOCKET"])
        // A test before this one may have moved a tag of an image that is not
        // Isobar's; nobody else will move it back.
        try await Lab().on(
            "wbroker01",
            """
            test -z "$(docker image inspect --format '{{index .Config.Labels "moved"}}' lab/redis:7.0.15)" ||
                docker tag "$(docker image inspect --format '{{.Parent}}' lab/redis:7.0.15)" lab/redis:7.0.15
            """)
        broker = try await FaultyBroker.converged()
    }

    /// Has the images come from this machine, and three nodes run from one that
    /// no host has: the antiloop's, and a layer of 60 MB.
    private func wantStreamedImage() async throws {
        let controller = broker.controller
        let archives = controller.directory + "/images"
        try FileManager.default.createDirectory(atPath: archives, withIntermediateDirectories: true)
        let made = try await Shell.run(
            "/bin/sh",
            [
                "-ec",
                """
                cd "$1" && head -c 60000000 /dev/urandom >random
                printf 'FROM lab/antiloop-standin:1.0.0\\nCOPY random /random\\n' >Dockerfile
                docker -H "unix://$2" build --quiet --tag "$3" . >/dev/null
                rm random Dockerfile
                docker -H "unix://$2" save "$3" | gzip -1 >part && mv part streamed.tar.gz
                docker -H "unix://$2" rmi "$3" >/dev/null
                """, "make", archives, socket, Self.tag,
            ])
        try #require(made.status == 0, "\(made.errorOutput)")
        let configuration = controller.directory + "/isobar.yaml"
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        if !text.contains("images:") {
            try (text + "images: {archives: \(archives), engine: \(socket), hostsAtOnce: 2}\n")
                .write(toFile: configuration, atomically: true, encoding: .utf8)
        }
        try controller.replace("distribution: pull", with: "distribution: push", in: "broker.yaml")
        for node in FaultyBroker.nodes { try name(Self.tag, for: node) }
        try await controller.commit("Images from the controller")
    }

    private func name(_ image: String?, for node: String) throws {
        let file = "nodes/\(node).yaml"
        let kept = try broker.controller.read(file).split(separator: "\n").filter { !$0.hasPrefix("image:") }
        try broker.controller.write(
            file, (kept + (image.map { ["image: \($0)"] } ?? [])).joined(separator: "\n") + "\n")
    }

    /// The image's id on each host; nil where it is not.
    private func ids() async throws -> [String: String] {
        var ids: [String: String] = [:]
        for host in Lab.antiloops {
            let id = try await broker.lab.on(host, "docker image inspect --format '{{.Id}}' \(Self.tag) 2>/dev/null || true")
            if !id.isEmpty { ids[host] = id }
        }
        return ids
    }

    /// The steps that bring the image.
    private func imageSteps() async throws -> [PlanFacts.StepEntry] {
        try await broker.controller.plan().steps.filter { $0.resource.hasSuffix("/image/\(Self.tag)") }
    }

    @Test("streamed to several hosts, killed in the middle, gone on with; a moved tag is moved back; a missing one is said")
    func story() async throws {
        try await wantStreamedImage()
        let hosts = try await imageSteps().map(\.resource)
        try #require(hosts.count >= 2)
        let before = try await broker.lab.allContainers()

        let run = try broker.applying()
        try await run.until { run in
            run.errorOutput.split(separator: "\n").contains { $0.hasPrefix("[") && $0.contains("/image/\(Self.tag)") }
        }
        run.send(SIGKILL)
        #expect(try await run.end() == -1, "\(run.errorOutput)")
        #expect(run.errorOutput.contains(" MB of "), "\(run.errorOutput)")
        // What a host had received whole, its engine stores after the kill all the same.
        var after = try await ids()
        var left = try await imageSteps()
        try await eventually("what is there is not sent again", within: .seconds(60)) {
            after = try await ids()
            left = try await imageSteps()
            return left.count == hosts.count - after.count
        }
        #expect(!after.isEmpty && after.count < hosts.count, "\(after)")
        #expect(try await broker.lab.allContainers() == before, "a container went before its image was there")

        let second = try await broker.controller.apply()
        let steps = second.errorOutput.split(separator: "\n").filter { $0.hasPrefix("[") }
        for host in after.keys { #expect(!steps.contains { $0.contains("\(host)/image/") }, "\(second.errorOutput)") }
        let everywhere = try await ids()
        #expect(everywhere.count == hosts.count && Set(everywhere.values).count == 1)
        #expect(try await broker.controller.plan().steps.isEmpty)

        let running = try await broker.lab.allContainers()
        try await broker.lab.on("waloop01", "docker tag lab/redis:7.0.15 \(Self.tag)")
        let drift = try await broker.controller.isobar("drift")
        #expect(drift.status == 3 && drift.output.contains(Self.tag), "\(drift.output)")
        try await broker.controller.apply()
        #expect(try await ids() == everywhere)
        #expect(try await broker.lab.allContainers() == running, "something was restarted for a tag that was moved back")

        try name("lab/antiloop-standin:nowhere", for: FaultyBroker.nodes[0])
        try await broker.controller.commit("An image that nobody has")
        let missing = try await broker.controller.isobar("plan")
        #expect(missing.output.contains("docker save lab/antiloop-standin:nowhere"), "\(missing.output)")
        #expect(try await broker.lab.allContainers() == running)

        try broker.controller.replace("distribution: push", with: "distribution: pull", in: "broker.yaml")
        for node in FaultyBroker.nodes { try name(nil, for: node) }
        try await broker.controller.commit("As before")
        try await broker.controller.apply()
    }
}
