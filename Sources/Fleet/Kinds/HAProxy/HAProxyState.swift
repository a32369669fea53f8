/// What `show info` and `show stat` say (HAProxy 2.6 management guide, 9.1 and
/// 9.3).
struct HAProxyState: Equatable {
    /// The `description` of the configuration that runs.
    var description: String?

    /// By `backend/server`.
    var servers: [String: String] = [:]

    /// Addresses with their ports, and weights, by `backend/server`; as far as
    /// they are told.
    var addresses: [String: String] = [:]
    var weights: [String: String] = [:]

    /// Servers that are not checked, as far as that is told: in maintenance none
    /// is.
    var uncheckedServers: Set<String> = []

    /// By name: `OPEN`, `STOP`, `FULL`.
    var frontends: [String: String] = [:]

    /// By name: `UP`, `DOWN`.
    var backends: [String: String] = [:]

    init(_ report: HAProxyReport) {
        for line in report.information.split(whereSeparator: \.isNewline) where line.hasPrefix("description: ") {
            description = String(line.dropFirst("description: ".count))
        }
        read(report.statistics)
    }

    /// CSV with a header that starts with `# `; columns are found by name.
    private mutating func read(_ statistics: String) {
        let lines = statistics.split(whereSeparator: \.isNewline)
        guard let header = lines.first(where: { $0.hasPrefix("# ") }) else { return }
        let names = header.dropFirst(2).split(separator: ",", omittingEmptySubsequences: false)
        guard let proxy = names.firstIndex(of: "pxname"), let server = names.firstIndex(of: "svname"),
            let status = names.firstIndex(of: "status")
        else { return }
        let (address, weight) = (names.firstIndex(of: "addr"), names.firstIndex(of: "uweight"))
        let check = names.firstIndex(of: "check_status")
        for line in lines where !line.hasPrefix("#") {
            // What comes before the address is names and numbers: no quotes.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count > max(proxy, server, status) else { continue }
            let state = String(fields[status])
            switch fields[server] {
            case "FRONTEND": frontends[String(fields[proxy])] = state
            case "BACKEND": backends[String(fields[proxy])] = state
            default:
                let name = "\(fields[proxy])/\(fields[server])"
                servers[name] = state
                if let address, address < fields.count { addresses[name] = String(fields[address]) }
                if let weight, weight < fields.count { weights[name] = String(fields[weight]) }
                if let check, check < fields.count, fields[check].isEmpty, !state.hasPrefix("MAINT") {
                    uncheckedServers.insert(name)
                }
            }
        }
    }

    /// Frontends that do not take connections.
    var closedFrontends: [String] {
        frontends.filter { $0.value != "OPEN" }.map { "frontend \($0.key) is \($0.value)" }.sorted()
    }

    /// Backends with servers of which none takes connections.
    var deadBackends: [String] {
        backends.filter { backend in
            !backend.value.hasPrefix("UP") && servers.keys.contains { $0.hasPrefix(backend.key + "/") }
        }
        .map { "backend \($0.key) is \($0.value)" }.sorted()
    }
}
