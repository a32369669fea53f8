import BrokerModel
import Foundation
import SSH

@testable import DockerEngine

/// A real engine, reached through its socket, and what tests need on it.
enum TestEngine {
    /// The path of the engine's socket; nil where there is none.
    static let socket = ProcessInfo.processInfo.environment["ISOBAR_TEST_DOCKER_HOST_SOCKET"]

    /// Two runs on one engine do not meet.
    static let run = String(UInt32.random(in: .min ... .max), radix: 16)

    /// An image of one static busybox.
    static let image = "isobar-test/busybox:1"

    static func open() throws -> any ByteStream {
        try UnixSocketStream(path: socket ?? "")
    }

    static func client(_ configuration: DockerClientConfiguration = DockerClientConfiguration()) -> DockerClient {
        DockerClient(host: "test engine", configuration: configuration) { try open() }
    }

    static func name(_ name: String) -> String { "isobar-test-\(run)-\(name)" }

    /// A container that runs a shell line.
    static func creation(_ line: String) -> ContainerCreation {
        var configuration = ContainerConfiguration(image: image)
        configuration.command = ["/bin/sh", "-c", line]
        configuration.labels = ["io.isobar.test": run]
        var host = HostConfiguration()
        host.networkMode = "none"
        return ContainerCreation(configuration, on: host)
    }

    /// Puts the image onto the engine when it is not there, and takes away what
    /// a failed test left.
    static func prepare() async throws {
        try await clean()
        guard try await client().image(image) == nil else { return }
        let busybox = try Data(contentsOf: URL(filePath: "/bin/busybox"))
        var archive = TarArchive()
        archive.addFile("bin/busybox", Array(busybox), mode: 0o755)
        for applet in ["sh", "sleep", "echo", "true", "cat", "test"] { archive.addLink("bin/\(applet)", to: "busybox") }
        try await importImage(archive)
    }

    /// What `docker import` does; the product has no use for it.
    private static func importImage(_ archive: TarArchive) async throws {
        let connection = HTTPConnection(stream: try open())
        let response = try await connection.exchange(
            HTTPRequest(
                method: .post, path: "/images/create",
                query: [
                    QueryItem("fromSrc", "-"), QueryItem("repo", "isobar-test/busybox"), QueryItem("tag", "1"),
                ], body: .archive(upload(archive.bytes))))
        await connection.close()
        guard response.status == 200 else { throw ImportFailed(text: String(decoding: response.body, as: UTF8.self)) }
    }

    /// What `docker commit` does with a container that wrote a file of so many
    /// bytes; the product has no use for it.
    static func commit(_ image: ImageReference, as name: ImageReference, writing bytes: Int) async throws {
        let client = client()
        let container = Self.name("commit")
        _ = try await client.createContainer(
            container, creation("i=0; while [ $i -lt \(bytes / 100) ]; do echo $(( i * 7919 )).$(( i * i )) "
                + "............................................................; i=$(( i + 1 )); done > /file"))
        try await client.startContainer(container)
        while try await client.container(container)?.state.status == .running {
            try await Task.sleep(for: .milliseconds(50))
        }
        let connection = HTTPConnection(stream: try open())
        let response = try await connection.exchange(
            HTTPRequest(
                method: .post, path: "/commit",
                query: [
                    QueryItem("container", container), QueryItem("repo", name.repository),
                    QueryItem("tag", name.tag ?? "latest"),
                ]))
        await connection.close()
        try await client.removeContainer(container, force: true)
        guard response.status == 201 else { throw ImportFailed(text: String(decoding: response.body, as: UTF8.self)) }
    }

    /// What `docker save` does.
    static func save(_ image: PathComponent) async throws -> [UInt8] {
        let connection = HTTPConnection(stream: try open())
        let response = try await connection.exchange(HTTPRequest(method: .get, path: "/images/\(image)/get"))
        await connection.close()
        return response.body
    }

    static func upload(_ bytes: [UInt8]) -> ArchiveUpload {
        let parts = stride(from: 0, to: bytes.count, by: 60_000).map {
            Array(bytes[$0..<min($0 + 60_000, bytes.count)])
        }
        let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
            for part in parts { continuation.yield(part) }
            continuation.finish()
        }
        return ArchiveUpload(parts: stream, length: Int64(bytes.count))
    }

    /// Removes what this run made.
    static func clean() async throws {
        let client = client()
        for container in try await client.containers(labels: ["io.isobar.test=\(run)"]) {
            try await client.removeContainer(container.id, force: true)
        }
        for network in try await client.networks(labels: ["io.isobar.test=\(run)"]) {
            try await client.removeNetwork(network.id)
        }
    }

    struct ImportFailed: Error {
        var text: String
    }
}
