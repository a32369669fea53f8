import BrokerModel
import Foundation

extension HelperSession {
    private struct Question {
        /// Lines about files and directories.
        var asked: [String] = []
        var paths: [String] = []
        var trees: [String] = []
        var wanted: [(digest: String, path: String)] = []
        var defaults: [String] = []
        var virtual: String?
        var asksTraefik = false
        var asksPrometheus = false
        var asksCluster = false
        var asksQuorum = false
        var asksRedis = false
        var asksMembers = false
        var asksDoor = false
        var asksEngine = false
        var packages: [String] = []
        var accounts: [String] = []
        var asksSudo = false
    }

    mutating func observe() throws {
        var question = Question()
        reading: while true {
            let line = try reader.line()
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first ?? "", words.count > 1 ? words[1] : "") {
            case ("path", _), ("tree", _), ("wanted", _): question.asked.append(line)
            case ("lines", let size):
                guard let size = Int(size) else { throw Finish(outcome: "malformed", message: "lines need a size") }
                question.asked += String(decoding: try reader.payload(size), as: UTF8.self)
                    .split(separator: "\n").map(String.init)
            case ("default", let path): question.defaults.append(path)
            case ("haproxy", let address): question.virtual = address
            case ("cluster", _): question.asksCluster = true
            case ("quorum", _): question.asksQuorum = true
            case ("redis", _): question.asksRedis = true
            case ("members", _): question.asksMembers = true
            case ("door", _): question.asksDoor = true
            case ("traefik", _): question.asksTraefik = true
            case ("prometheus", _): question.asksPrometheus = true
            case ("engine", _): question.asksEngine = true
            case ("package", let name): question.packages.append(name)
            case ("account", let account): question.accounts.append(account)
            case ("sudo", _): question.asksSudo = true
            case ("look", _): break reading
            default: throw Self.unknownQuestion
            }
        }
        try sift(&question)
        showHelper()
        showManifest()
        scan(question)
        for path in question.defaults where host.files[path]?.isPackageDefault == true { write("#default", path) }
        if question.asksEngine { showEngine() }
        show(packages: question.packages)
        for account in question.accounts { show(account: account) }
        if question.asksSudo { showSudo() }
        if let virtual = question.virtual { showProxy(virtual) }
        if question.asksCluster { showCluster() }
        if question.asksQuorum { showQuorum() }
        if question.asksRedis { showRedis() }
        if question.asksMembers { showMembers() }
        if question.asksDoor { showDoor() }
        if question.asksTraefik { showTraefik() }
        if question.asksPrometheus { showPrometheus() }
        result("done", "")
    }

    private static let unknownQuestion = Finish(
        outcome: "malformed", message: "an observation asks for nothing of that kind")

    /// Paths, trees and wanted files among the lines. What is asked in a wrong form
    /// is said before what may not be asked.
    private mutating func sift(_ question: inout Question) throws {
        var asked: [(list: WritableKeyPath<Question, [String]>, path: String)] = []
        for line in question.asked {
            let rest = String(line.drop { $0 != " " }.dropFirst())
            switch line.prefix(while: { $0 != " " }) {
            case "path": asked.append((\.paths, rest))
            case "tree": asked.append((\.trees, rest))
            case "wanted" where Digest(String(rest.prefix(64))) != nil && rest.dropFirst(64).first == " ":
                question.wanted.append((String(rest.prefix(64)), String(rest.dropFirst(65))))
            default: throw Self.unknownQuestion
            }
        }
        for (list, path) in asked where mayAsk(path) { question[keyPath: list].append(path) }
    }

    private mutating func mayAsk(_ path: String) -> Bool {
        let may = isWithin(path)
        if !may { write("#trouble", "\(path): outside of what Isobar manages") }
        return may
    }

    mutating func showHelper() {
        write("#helper", host.helperDigest?.hexadecimal ?? "absent")
    }

    private mutating func showManifest() {
        write("#manifest", host.manifest == nil ? "absent" : "present")
        write(bytes: host.manifest ?? [])
    }

    private mutating func scan(_ question: Question) {
        let listed = question.paths + host.listed.paths.filter(isWithin)
        var shown: [String] = []
        for path in Set(listed).sorted() where host.files[path] != nil { shown.append(path) }
        var hashed = shown.filter { host.files[$0]?.kind == .file }
        for tree in question.trees {
            let below = host.files.keys.filter { $0.hasPrefix(tree + "/") && host.files[$0]?.kind != .directory }
                .sorted()
            shown += below
            hashed = Set(hashed + below.filter { host.files[$0]?.kind == .file }).sorted()
        }
        write("#entries")
        for path in shown { show(path) }
        write("#digests")
        for path in hashed { write("\(host.files[path]?.digest.hexadecimal ?? "")  \(path)") }
        showTexts(question.wanted, among: Set(hashed))
    }

    private mutating func show(_ path: String) {
        guard let file = host.files[path] else { return }
        let type: String
        var target = ""
        switch file.kind {
        case .file: type = "f"
        case .directory: type = "d"
        case .link(let to): (type, target) = ("l", to)
        }
        write(
            path, type, String(file.mode, radix: 8), file.owner, file.group,
            String(file.kind == .directory ? 4096 : file.bytes.count), target)
    }

    /// Contents that are not as wanted, where everybody may read them and they
    /// are short enough.
    private mutating func showTexts(_ wanted: [(digest: String, path: String)], among hashed: Set<String>) {
        for (digest, path) in wanted.sorted(by: { $0.path < $1.path }) where hashed.contains(path) {
            guard let file = host.files[path], file.digest.hexadecimal != digest, file.mode & 0o004 != 0,
                file.bytes.count <= 63 * 1024
            else { continue }
            write("#text", path, Data(file.bytes).base64EncodedString())
        }
    }

    private mutating func showProxy(_ virtual: String) {
        if let proxy = host.proxy, proxy.isRunning {
            // A substitution of the shell drops the line feeds at the end.
            write("#haproxy", "running", String(proxy.information.dropLast()), String(proxy.table.dropLast()))
            if proxy.isOutdated(host.files) { write("#outdated") }
        } else {
            write("#haproxy", "silent", "", "")
        }
        let held = host.proxy?.held.sorted() ?? []
        if !held.isEmpty { write("#held", held.joined(separator: "\n")) }
        if virtual != "-" { write("#address", host.proxy?.hasVirtualAddress == true ? "present" : "absent") }
    }

    private mutating func showTraefik() {
        let routing = SimulatedRouting(host, home: home, now: now)
        if routing.answers {
            write("#traefik", "answers", routing.routers)
        } else {
            write("#traefik", "silent", "")
        }
    }

    // MARK: - Probes

    mutating func probe() throws {
        var addresses: [String] = []
        while true {
            let line = try reader.line()
            if line == "ask" { break }
            guard line.hasPrefix("address ") else {
                throw Finish(outcome: "malformed", message: "a probe takes addresses only")
            }
            addresses.append(String(line.dropFirst(8)))
        }
        for address in addresses {
            guard let container = host.containers.values.first(where: { $0.address == address && $0.isRunning }) else {
                continue
            }
            let isWell = container.isWell(at: now)
            write(
                "#probe", address, isWell ? "200" : "000",
                isWell ? (primaries.contains(container.id) ? "200" : "404") : "000",
                isWell ? metrics(of: container) : "")
        }
        result("done", "")
    }

    private func metrics(of container: SimulatedContainer) -> String {
        let seconds = (now - (container.startedAt ?? now)).components.seconds
        let label = "{centre_id=\"\(container.centreID ?? "")\",report_by=\"simulated\"}"
        return """
            wmo_wis2_gb_connected_flag\(label) 1
            wmo_wis2_gb_messages_received_total\(label) \(seconds * 5)
            wmo_wis2_gb_messages_published_total\(label) \(primaries.contains(container.id) ? seconds * 5 : 0)

            """
    }
}
