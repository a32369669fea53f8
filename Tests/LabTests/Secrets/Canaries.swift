import Foundation
import Testing

/// Values that stand for the secrets of a controller of the lab, and that can be
/// searched for: nothing but the hosts' own places for them may hold one.
struct Canaries: Sendable {
    let controller: ControllerFixture

    /// Where what is searched for is kept, a line each, for the suite's next test:
    /// beside the controller's own files, among which nothing may hold it.
    private var list: String { controller.directory + ".canaries" }

    /// Puts a canary in the place of every secret of the desired state, once.
    func plant() async throws {
        guard !FileManager.default.fileExists(atPath: list) else { return }
        for name in try names() { try await plant(name, version: 1) }
        try await controller.commit("Canaries for secrets")
    }

    /// The secrets of the desired state.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: controller.state + "/secrets")
            .filter { $0.hasSuffix(".age") }.map { String($0.dropLast(4)) }.sorted()
    }

    /// Seals a new canary as the secret `name`, as an operator would.
    func plant(_ name: String, version: Int) async throws {
        let canary = "Qx7Z" + name.filter(\.isLetter) + "\(version)Canary"
        let value: String
        var told = [canary]
        let file = controller.directory + "/canary"
        defer { try? FileManager.default.removeItem(atPath: file) }
        switch name {
        case "certificate", "manage-certificate":
            value = try await certificate(like: name)
            // Of the private key alone: certificates are public. Its first line is that of all such keys.
            let key = try #require(value.range(of: "PRIVATE KEY-----\n")).upperBound
            told = value[key...].split(separator: "\n").dropFirst().prefix(1).map(String.init)
        case "traefik-users", "monitor-users":
            // From a file: command lines are watched.
            try canary.write(toFile: file, atomically: true, encoding: .utf8)
            let hash = try await Shell.run(
                "/usr/bin/openssl", ["passwd", "-apr1", "-salt", "Qx7Z\(version)abc", "-in", file])
            value = "admin:" + hash.output
            told.append(try #require(hash.output.split(separator: "$").last).trimmingCharacters(in: .newlines))
        default:
            value = canary
        }
        try value.write(toFile: file, atomically: true, encoding: .utf8)
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let sealed = try await Shell.run(
            "/bin/sh", ["-c", "exec \"$0\" secret set \"$1\" --path \"$2\" <\"$3\"", program, name, controller.state, file])
        try #require(sealed.status == 0, "\(sealed.errorOutput)")
        #expect(try forms(told).allSatisfy { !sealed.output.contains($0) && !sealed.errorOutput.contains($0) })
        let known = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        try (known + told.joined(separator: "\n") + "\n").write(toFile: list, atomically: true, encoding: .utf8)
    }

    /// A new certificate and key for the names of the one that is there.
    private func certificate(like name: String) async throws -> String {
        let made = try await Shell.run(
            "/bin/sh",
            [
                "-ec",
                """
                scratch=$(mktemp -d)
                age --decrypt --identity "$1" "$2" >"$scratch/old"
                names=$(openssl x509 -in "$scratch/old" -noout -ext subjectAltName | tail -n +2 | sed 's/IP Address:/IP:/g')
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 300 -subj /CN=canary \
                    -addext "subjectAltName=$names" -keyout "$scratch/key" -out "$scratch/new" 2>/dev/null
                cat "$scratch/new" "$scratch/key"
                rm -r "$scratch"
                """, "sh", controller.directory + "/age.key", "\(controller.state)/secrets/\(name).age",
            ])
        try #require(made.status == 0, "\(made.errorOutput)")
        return made.output
    }

    /// All that is searched for: each canary as it is, and in Base64 by where in
    /// a text it may begin.
    func forms() throws -> [String] {
        try forms(String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init))
    }

    private func forms(_ canaries: [String]) throws -> [String] {
        canaries.flatMap { canary in
            [canary] + (0..<3).map { offset in
                let text = Data([UInt8](repeating: 0, count: offset) + Array(canary.utf8)).base64EncodedString()
                // The first and last signs depend on what stands around.
                return String(text.dropFirst(4).dropLast(4))
            }
        }
    }

    /// Expects no canary in `text`; says which one stands there, and nothing of
    /// what is around it.
    func expectNone(in text: String, of what: String) async throws {
        let (searched, wanted) = (controller.directory + "/searched", controller.directory + "/wanted")
        try text.write(toFile: searched, atomically: true, encoding: .utf8)
        try forms().joined(separator: "\n").write(toFile: wanted, atomically: true, encoding: .utf8)
        let found = try await Shell.run("/bin/grep", ["--text", "--only-matching", "-F", "-f", wanted, searched])
        for file in [searched, wanted] { try FileManager.default.removeItem(atPath: file) }
        #expect(found.status == 1, "\(Set(found.output.split(separator: "\n"))) shows in \(what) \(found.errorOutput)")
    }
}
