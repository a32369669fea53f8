internal import BrokerModel
internal import Foundation

/// Reads the helper's answer: fields ended by NUL, in sections that begin with
/// a field like `#entries`.
///
/// Pure, and total: any bytes give an answer or a ``MalformedAnswer``. Without
/// the section `#end` at its end an answer is cut off and means nothing.
struct HelperAnswerParser {
    private var fields: ArraySlice<ArraySlice<UInt8>>
    var answer = HelperAnswer()

    static func parse(_ bytes: [UInt8]) throws(MalformedAnswer) -> HelperAnswer {
        var parser = try HelperAnswerParser(bytes)
        return try parser.run()
    }

    private init(_ bytes: [UInt8]) throws(MalformedAnswer) {
        guard bytes.last == 0 else { throw MalformedAnswer("the answer is cut off") }
        fields = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)[...]
    }

    private mutating func run() throws(MalformedAnswer) -> HelperAnswer {
        while true {
            let section = try text()
            if section == "#end" { return try end() }
            try read(section)
        }
    }

    private mutating func end() throws(MalformedAnswer) -> HelperAnswer {
        answer.ending = HelperResult(outcome: HelperOutcome(name: try text()), message: try text())
        guard fields.isEmpty else { throw MalformedAnswer("something follows the end of the answer") }
        return answer
    }

    private mutating func read(_ section: String) throws(MalformedAnswer) {
        switch section {
        case "#helper": answer.installed = try optionalDigest()
        case "#manifest": try readManifest()
        case "#entries": while hasRecord { try readEntry() }
        case "#digests": while hasRecord { try readDigest() }
        case "#text": answer.texts[try text()] = try base64()
        case "#default": answer.packageDefaults.insert(try text())
        case "#trouble": answer.troubles.append(try text())
        case "#haproxy": try readHAProxy()
        case "#outdated": answer.haproxyIsOutdated = true
        case "#held": answer.heldServers = try text().split(separator: "\n").map(String.init)
        case "#address": answer.hasVirtualAddress = try text() == "present"
        case "#traefik": try readTraefik()
        case "#prometheus": try readPrometheus()
        case "#cluster": try readCluster()
        case "#quorum":
            answer.quorum = QuorumReport(
                server: try daemon(), member: try daemon(), isConnected: try text() == "connected")
        case "#document": answer.document = try bytes()
        case "#redis": try readRedis()
        case "#members":
            let state = try text()
            let members = try text()
            answer.emqxMembers = state == "answers" ? members : nil
        case "#door": try readDoor()
        case "#engine": answer.hasEngine = try text() == "present"
        case "#package": answer.packages[try text()] = try text()
        case "#account": try readAccount()
        case "#sudo": try readSudo()
        case "#probe": try readProbe()
        case "#lease":
            answer.leaseToken = try number()
            _ = try text()
        case "#result":
            guard try number() == answer.results.count + 1 else { throw MalformedAnswer("a result is missing") }
            answer.results.append(HelperResult(outcome: HelperOutcome(name: try text()), message: try text()))
        default:
            guard try readExamination(section) else {
                throw MalformedAnswer("there is a section of an unknown kind")
            }
        }
    }

    // MARK: - Sections

    private mutating func readManifest() throws(MalformedAnswer) {
        let state = try text()
        let contents = try field()
        answer.manifest = state == "present" ? Array(contents) : nil
    }

    private mutating func readEntry() throws(MalformedAnswer) {
        let path = try text()
        let type = try text()
        guard let mode = Int(try text(), radix: 8), (0...0o7777).contains(mode) else {
            throw MalformedAnswer("a mode is not a number")
        }
        let ownership = FileOwnership(owner: try text(), group: try text(), mode: mode)
        // Size and link target are there for people who read the answer.
        _ = try text()
        _ = try text()
        answer.entries.append(FileEntry(path: path, type: Self.types[type] ?? .other, ownership: ownership))
    }

    /// `find -printf %y` (find(1)). What is too large to be read, the helper
    /// calls `large`: it is none of our files.
    private static let types: [String: FileObservation.FileType] = ["f": .file, "d": .directory, "l": .symlink]

    /// `sha256sum -z`: digest, two blanks, path.
    private mutating func readDigest() throws(MalformedAnswer) {
        let line = try field()
        guard line.count > 66, let digest = Digest(String(decoding: line.prefix(64), as: UTF8.self)) else {
            throw MalformedAnswer("a digest is none")
        }
        answer.digests[String(decoding: line.dropFirst(66), as: UTF8.self)] = digest
    }

    private mutating func readHAProxy() throws(MalformedAnswer) {
        let state = try text()
        let report = HAProxyReport(information: try text(), statistics: try text())
        answer.haproxy = state == "running" ? report : nil
    }

    private mutating func readTraefik() throws(MalformedAnswer) {
        let state = try text()
        let routers = try field()
        answer.traefikRouters = state == "answers" ? Array(routers) : nil
    }

    private mutating func readPrometheus() throws(MalformedAnswer) {
        let state = try text()
        let report = PrometheusReport(changed: try text(), metrics: try text())
        answer.prometheus = state == "answers" ? report : nil
    }

    private mutating func readCluster() throws(MalformedAnswer) {
        let state = try text()
        let (bearer, enablement, stamp) = (try text(), try text(), try text())
        answer.cluster = ClusterReport(
            isInstalled: state != "absent", isRunning: state == "running", enablement: enablement,
            passwordStamp: stamp, corosync: try text(), configuration: try text(), status: try text())
        answer.bearsClusterAddress = bearer == "present"
    }

    private mutating func daemon() throws(MalformedAnswer) -> QuorumReport.Daemon? {
        let state = try text()
        let daemon = QuorumReport.Daemon(enablement: try text(), authority: try text())
        return state == "present" ? daemon : nil
    }

    private mutating func readRedis() throws(MalformedAnswer) {
        let state = try text()
        answer.redis = RedisReport(isAnswering: state == "answers", replies: Array(try field()))
    }

    private mutating func readDoor() throws(MalformedAnswer) {
        var report = EMQXDoorReport(state: try text(), greeting: try text(), stamps: try text())
        report.authentication = Array(try field())
        report.sources = Array(try field())
        report.settings = Array(try field())
        report.users = Array(try field())
        report.rules = Array(try field())
        report.everybody = Array(try field())
        report.clients = Array(try field())
        answer.emqxDoor = report
    }

    private mutating func readProbe() throws(MalformedAnswer) {
        let address = try text()
        answer.probes[address] = ProbeReport(
            metricsStatus: try number(), primaryStatus: try number(), metrics: try text())
    }

    // MARK: - Fields

    /// Whether another record of the section follows. Records begin with a
    /// path or a digest, sections with a number sign.
    private var hasRecord: Bool { fields.first.map { $0.first != UInt8(ascii: "#") } ?? false }

    private mutating func field() throws(MalformedAnswer) -> ArraySlice<UInt8> {
        guard let field = fields.popFirst() else { throw MalformedAnswer("the answer is cut off") }
        return field
    }

    /// The next field; bytes that are no UTF-8 become replacement characters.
    mutating func text() throws(MalformedAnswer) -> String {
        String(decoding: try field(), as: UTF8.self)
    }

    mutating func number() throws(MalformedAnswer) -> Int {
        guard let number = Int(try text()), number >= 0 else { throw MalformedAnswer("a number is none") }
        return number
    }

    private mutating func optionalDigest() throws(MalformedAnswer) -> Digest? {
        let text = try text()
        if text == "absent" { return nil }
        guard let digest = Digest(text) else { throw MalformedAnswer("a digest is none") }
        return digest
    }

    private mutating func base64() throws(MalformedAnswer) -> String { String(decoding: try bytes(), as: UTF8.self) }

    private mutating func bytes() throws(MalformedAnswer) -> [UInt8] {
        guard let data = Data(base64Encoded: Data(try field())) else { throw MalformedAnswer("a text is not encoded") }
        return Array(data)
    }
}
