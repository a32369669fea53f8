import Foundation
import Testing

extension BrokerLabTests {
    @Test("15. No secret shows on a command line, in what commands print, in logs, or in the database")
    func secretsStayHidden() async throws {
        let canaries = Canaries(controller: controller)
        let watch = try await CommandLineWatch(canaries)
        for name in ["node-password", "traefik-users", "certificate"] { try await canaries.plant(name, version: 2) }
        try await controller.commit("New secrets")
        let commands: [[String]] = [
            ["validate", controller.state], ["plan"], ["plan", "--format", "json"], ["plan", "--format", "markdown"],
            ["drift"], ["apply", "--yes", "--format", "json"], ["plan", "--cached", "--format", "json"],
            ["status"], ["status", "--format", "json"], ["drift", "--format", "json"],
            ["observe", "--format", "json"], ["history"], ["history", "--format", "json"], ["history", "--format", "csv"],
            ["show", "1"], ["show", "1", "--format", "json"], ["secret", "list", "--path", controller.state],
        ]
        var shown: [(what: String, text: String)] = []
        for command in commands {
            let ended = try await controller.isobar(command)
            #expect([0, 2].contains(ended.status), "\(command): \(ended.errorOutput)")
            shown.append(("isobar \(command.joined(separator: " "))", ended.output + ended.errorOutput))
        }
        try await watch.finish()
        #expect(shown.contains { $0.text.contains("(secret, changed)") }, "no plan told of a changed secret")
        shown += try await logs()
        shown.append(("the database", try await database()))
        for (what, text) in shown { try await canaries.expectNone(in: text, of: what) }
        // They are where they belong, so the search was for the right ones.
        let environment = try await lab.on(
            try #require(try await placement(of: "ca-eccc-msc").first), "docker exec ca-eccc-msc env")
        #expect(environment.contains("nodepassword2Canary"))
    }

    @Test("16. A program that dies leaves no core")
    func noCore() async throws {
        let directory = controller.directory + "/cores"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let ended = try await Shell.run(
            "/bin/bash",
            [
                "-c",
                """
                ulimit -c unlimited || exit 7
                cd "$1" || exit 7
                ISOBAR_CONFIG="$2" "$0" plan >/dev/null 2>&1 &
                until grep -qs '^Max core file size *0 *0 ' "/proc/$!/limits"; do kill -0 $! || exit 8; sleep 0.01; done
                kill -ABRT $!
                wait $!
                """, program, directory, controller.configuration,
            ])
        #expect(ended.status == 128 + SIGABRT, "\(ended.errorOutput)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
    }

    /// What the hosts wrote down: sudo and sshd log command lines.
    private func logs() async throws -> [(what: String, text: String)] {
        var logs: [(what: String, text: String)] = []
        for host in lab.inventory.hosts.map(\.name) {
            let text = try await lab.on(
                host, "journalctl --no-pager --output=cat; find /var/log -type f ! -path '*/journal/*' -exec cat {} +")
            #expect(text.contains("isobar"), "the log of \(host) says nothing of Isobar")
            logs.append(("the logs of \(host)", text))
        }
        return logs
    }

    /// All that the ledger's files hold, as they are and decompressed.
    private func database() async throws -> String {
        let dumped = try await Shell.run(
            "/usr/bin/python3",
            [
                "-c",
                """
                import glob, sqlite3, sys, zlib
                sys.stdout.reconfigure(errors="replace")
                for name in glob.glob(sys.argv[1] + "*"):
                    with open(name, "rb") as file:
                        print(file.read().decode("latin-1"))
                connection = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=60)
                for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                    for row in connection.execute(f'SELECT * FROM "{table}"'):
                        for value in row:
                            if isinstance(value, bytes):
                                try:
                                    value = zlib.decompress(value)
                                except zlib.error:
                                    pass
                                value = value.decode("latin-1")
                            print(value)
                """, controller.database,
            ])
        try #require(dumped.status == 0, "\(dumped.errorOutput)")
        #expect(dumped.output.contains("EMQX_NODE__COOKIE"), "the records were not read")
        return dumped.output
    }
}
