/// The sections of the verbs that examine a host.
extension HelperAnswerParser {
    /// - Returns: whether it is one of these sections.
    mutating func readExamination(_ section: String) throws(MalformedAnswer) -> Bool {
        var report = answer.examination ?? ExaminationReport()
        switch section {
        case "#system": (report.release, report.architecture) = (try text(), try text())
        case "#rights": (report.account, report.rights) = (try text(), try text())
        case "#disk":
            report.disks.append(
                ExaminationReport.Disk(path: try text(), mountPoint: try text(), figures: try text()))
        case "#packages": report.packages = try text()
        case "#network": (report.addresses, report.links) = (try text(), try text())
        case "#program":
            let name = try text()
            report.programs[name] = try text()
        case "#clock": (report.begun, report.ended) = (try text(), try text())
        default: return try readTrial(section)
        }
        answer.examination = report
        return true
    }

    private mutating func readTrial(_ section: String) throws(MalformedAnswer) -> Bool {
        switch section {
        case "#reached": answer.reach = ReachReport(connections: try text(), neighbours: "")
        case "#neighbours":
            let neighbours = try text()
            answer.reach?.neighbours = neighbours
        case "#resolver": answer.resolver = ResolverReport(container: try text())
        case "#name":
            let name = try text()
            let outcome = try text()
            answer.resolver?.outcomes[name] = outcome
        default: return false
        }
        return true
    }
}
