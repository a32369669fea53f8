internal import BrokerModel

extension HostFacts {
    /// From what the helper told. What cannot be read of it is left out.
    init(_ report: ExaminationReport, helper: Digest?, sent: Timestamp, received: Timestamp) {
        self.init(
            release: PrintableText(report.release).tail, architecture: PrintableText(report.architecture).tail,
            account: PrintableText(report.account).tail, hasWideRights: Self.isWide(report),
            helper: helper, disks: report.disks.compactMap(Disk.init),
            packages: Self.packages(report.packages),
            interfaces: Self.interfaces(addresses: report.addresses, links: report.links),
            programs: report.programs.compactMapValues(Self.version),
            clock: Self.clock(report, sent: sent, received: received))
    }

    /// `(ALL : ALL) NOPASSWD: ALL`, as sudo 1.9 lists a rule that the guides
    /// give; one that asks for a password is of no use to Isobar.
    private static func isWide(_ report: ExaminationReport) -> Bool {
        report.account == "root"
            || report.rights.split(separator: "\n").contains { line in
                line.hasPrefix("    (") && line.contains("NOPASSWD:") && line.hasSuffix(" ALL")
            }
    }

    private static func packages(_ text: String) -> [String: String] {
        text.split(separator: "\n").reduce(into: [:]) { packages, line in
            let words = line.split(separator: " ").map { PrintableText(String($0)).tail }
            if words.count == 3, words[1] == "installed" { packages[words[0]] = words[2] }
        }
    }

    /// `ip -o` gives a line an address (`4: eth0    inet 192.0.2.2/24 …`) and a
    /// line a link (`4: eth0: <UP> … link/ether 02:42:… …`); a link that is one
    /// end of a pair is named `eth0@if5`.
    private static func interfaces(addresses: String, links: String) -> [Interface] {
        var interfaces: [Interface] = []
        for line in links.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 2 else { continue }
            let name = words[1].prefix { $0 != ":" && $0 != "@" }
            let kind = words.firstIndex { $0.hasSuffix("link/ether") }
            let hardware = kind.flatMap { $0 + 1 < words.count ? String(words[$0 + 1]) : nil }
            interfaces.append(
                Interface(name: PrintableText(String(name)).tail, addresses: [], hardwareAddress: hardware))
        }
        for line in addresses.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 3, words[2] == "inet" || words[2] == "inet6",
                let index = interfaces.firstIndex(where: { $0.name == words[1] })
            else { continue }
            interfaces[index].addresses.append(String(words[3].prefix { $0 != "/" }))
        }
        return interfaces
    }

    /// The version in `HAProxy version 2.6.12-1+deb12u1 2023/12/16 - …` and in
    /// `{"Version":"3.7.15",…}`.
    private static func version(_ text: String) -> String? {
        let name = text.split(separator: " ")
        if text.hasPrefix("HAProxy version"), name.count > 2 { return PrintableText(String(name[2])).tail }
        guard let key = text.firstRange(of: "\"Version\":") else { return nil }
        let rest = text[key.upperBound...].drop { $0 == " " }
        guard rest.first == "\"" else { return nil }
        return PrintableText(String(rest.dropFirst().prefix { $0 != "\"" })).tail
    }

    private static func clock(_ report: ExaminationReport, sent: Timestamp, received: Timestamp) -> ClockReading? {
        guard let begun = Int64(report.begun), let ended = Int64(report.ended) else { return nil }
        return ClockReading(
            sent: sent, received: received, begun: Timestamp(microseconds: begun / 1000),
            ended: Timestamp(microseconds: ended / 1000))
    }
}

extension HostFacts.Disk {
    /// Nil when the figures are none: the path lies where nobody may look.
    fileprivate init?(_ disk: ExaminationReport.Disk) {
        let figures = disk.figures.split(separator: " ").compactMap { Int64($0) }
        guard figures.count == 5, figures.allSatisfy({ (0..<(1 << 53)).contains($0) }), figures[0] <= 1 << 20 else {
            return nil
        }
        let (free, isFreeTooMuch) = figures[0].multipliedReportingOverflow(by: figures[1])
        let (size, isSizeTooMuch) = figures[0].multipliedReportingOverflow(by: figures[2])
        guard !isFreeTooMuch, !isSizeTooMuch else { return nil }
        self.init(
            path: PrintableText(disk.path).tail, mountPoint: PrintableText(disk.mountPoint).tail,
            free: free, size: size, freeFiles: figures[4] == 0 ? nil : figures[3])
    }
}
