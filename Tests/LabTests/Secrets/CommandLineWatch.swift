import Foundation
import Testing

/// Watches the command lines of all processes of this machine. The lab's hosts
/// share its kernel, so these are the processes of all hosts too.
struct CommandLineWatch: Sendable {
    private let canaries: Canaries
    private let companion: Companion

    /// Stands on a command line on purpose, to prove that one would be seen.
    private static let control = "Qx7ZControl"

    init(_ canaries: Canaries) async throws {
        self.canaries = canaries
        companion = try await Companion("/usr/bin/python3", ["-c", Self.program])
    }

    /// Ends the watch and expects that nobody showed a canary.
    func finish() async throws {
        try await canaries.controller.lab.on("waloop01", "sh -c 'sleep 0.2; exit 0' \(Self.control)")
        let lines = try await companion.finish()
        #expect(lines.count > 100, "only \(lines.count) command lines were seen")
        let isSeen = lines.contains { $0.hasPrefix("sh -c sleep 0.2; exit 0 ") && $0.contains(Self.control) }
        #expect(isSeen, "a process of a host was missed")
        try await canaries.expectNone(in: lines.joined(separator: "\n"), of: "a command line")
    }

    /// Prints every command line once. A process is read again and again as long
    /// as it is young: it becomes another program after it was made (execve(2)).
    private static let program = """
        import os, select, sys, time
        seen, young, known = set(), {}, set()
        print("ready", flush=True)
        while not select.select([sys.stdin], [], [], 0.0005)[0]:
            now = time.monotonic()
            there = {name for name in os.listdir("/proc") if name[0].isdigit()}
            for name in there - known:
                young[name] = now
            known = there
            for name in list(young):
                if name not in there or now - young[name] > 2:
                    del young[name]
                    continue
                try:
                    with open("/proc/" + name + "/cmdline", "rb", buffering=0) as file:
                        line = file.read(200000)
                except OSError:
                    continue
                if line and line not in seen:
                    seen.add(line)
        for line in seen:
            print(line.replace(b"\\0", b" ").replace(b"\\n", b" ").decode(errors="replace"))
        """
}
