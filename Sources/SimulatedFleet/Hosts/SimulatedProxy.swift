import BrokerModel

/// HAProxy on a simulated host: a process with the configuration it loaded.
public struct SimulatedProxy: Sendable, Equatable {
    public static let path = "/etc/haproxy/haproxy.cfg"

    public var isRunning: Bool

    /// The configuration that was loaded last.
    public var loaded: String
    public var process: Int
    public var hasVirtualAddress: Bool

    /// Digests of the files it read when Isobar had it load them, by path; nil
    /// when somebody else did.
    var loadedFiles: [String: Digest]?

    /// `backend/server` of those that were taken out, by a person or by Isobar.
    public var maintenance: Set<String>

    /// Those of them that the host has on record as taken out by Isobar. It
    /// outlives the process.
    public var held: Set<String> = []

    /// Servers whose sessions were ended, and that got no others since.
    public var emptied: Set<String> = []

    public init(loaded: String, hasVirtualAddress: Bool, isRunning: Bool = true) {
        self.loaded = loaded
        self.hasVirtualAddress = hasVirtualAddress
        self.isRunning = isRunning
        process = 100
        maintenance = []
    }

    /// As its package installs it.
    public static let packaged = "global\n\tlog /dev/log\tlocal0\n\tstats socket /run/haproxy/admin.sock\ndefaults\n"

    /// The words after `description`.
    public var description: String? {
        words(of: loaded).first { $0.first == "description" }.flatMap { $0.count > 1 ? $0[1] : nil }
    }

    /// What it reads when it loads its configuration.
    func filesRead(_ files: [String: SimulatedFile]) -> [String: Digest] {
        let text = files[Self.path]?.text ?? ""
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
        let paths = [Self.path] + words.filter { $0.hasPrefix("/etc/haproxy/") }
        return paths.reduce(into: [:]) { $0[$1] = files[$1]?.digest }
    }

    /// Whether its files hold something else than what Isobar had it load.
    func isOutdated(_ files: [String: SimulatedFile]) -> Bool {
        loadedFiles.map { $0 != filesRead(files) } ?? false
    }

    /// Why HAProxy would not take a configuration; nil when it would.
    static func objection(to configuration: String, files: [String: SimulatedFile]) -> String? {
        let words = configuration.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard words.contains(where: { $0 == ["global"] }) else { return "[ALERT] : config : no global section" }
        for line in words {
            guard let place = line.firstIndex(of: "crt"), place + 1 < line.count else { continue }
            guard let file = files[line[place + 1]], file.text.contains("PRIVATE KEY-----") else {
                return "[ALERT] : config : unable to load certificate from file '\(line[place + 1])'"
            }
        }
        return nil
    }

    /// The servers of the loaded configuration, as `backend/server`.
    public var servers: [String] {
        statistics.filter { $0.server != "FRONTEND" && $0.server != "BACKEND" }.map { "\($0.proxy)/\($0.server)" }
    }

    /// The answer to `show info`, as far as anybody reads it.
    var information: String {
        var lines = ["Name: HAProxy", "Version: 2.6.12-1+deb12u2", "Pid: \(process)"]
        if let description { lines.append("description: \(description)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The answer to `show stat`: the columns that are read, in their order.
    var table: String {
        statistics.reduce(into: "# pxname,svname,status,check_status,addr,uweight,\n") { text, line in
            let server = line.address.isEmpty ? ",," : "L4OK,\(line.address),1"
            text += "\(line.proxy),\(line.server),\(line.status),\(server),\n"
        }
    }

    private struct Statistic {
        var proxy: String
        var server: String
        var status: String
        var address = ""
    }

    private var statistics: [Statistic] {
        var lines: [Statistic] = []
        var backend: String?
        for line in words(of: loaded) where line.count > 1 {
            switch line[0] {
            case "frontend":
                lines.append(Statistic(proxy: line[1], server: "FRONTEND", status: "OPEN"))
                backend = nil
            case "backend":
                lines.append(Statistic(proxy: line[1], server: "BACKEND", status: "UP"))
                backend = line[1]
            case "server":
                guard let backend, line.count > 2 else { continue }
                let isOut = maintenance.contains("\(backend)/\(line[1])")
                lines.append(
                    Statistic(proxy: backend, server: line[1], status: isOut ? "MAINT" : "UP", address: line[2]))
            default: continue
            }
        }
        return lines
    }

    private func words(of text: String) -> [[String]] {
        text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" }.map(String.init) }
    }
}
