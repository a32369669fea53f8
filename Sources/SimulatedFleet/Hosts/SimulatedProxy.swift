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

    /// `backend/server` of those a person took out.
    public var maintenance: Set<String>

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
        statistics.reduce(into: "# pxname,svname,status,\n") { text, line in
            text += "\(line.proxy),\(line.server),\(line.status),\n"
        }
    }

    private var statistics: [(proxy: String, server: String, status: String)] {
        var lines: [(proxy: String, server: String, status: String)] = []
        var backend: String?
        for line in words(of: loaded) where line.count > 1 {
            switch line[0] {
            case "frontend":
                lines.append((line[1], "FRONTEND", "OPEN"))
                backend = nil
            case "backend":
                lines.append((line[1], "BACKEND", "UP"))
                backend = line[1]
            case "server":
                guard let backend else { continue }
                lines.append((backend, line[1], maintenance.contains("\(backend)/\(line[1])") ? "MAINT" : "UP"))
            default: continue
            }
        }
        return lines
    }

    private func words(of text: String) -> [[String]] {
        text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" }.map(String.init) }
    }
}
