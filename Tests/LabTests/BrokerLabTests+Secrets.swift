import Foundation
import Testing

/// Where secrets may not be.
extension BrokerLabTests {
    /// What the hosts wrote down: sudo and sshd log command lines.
    func logs() async throws -> [(what: String, text: String)] {
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
    func database() async throws -> String {
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
