public import BrokerModel

extension DesiredState {
    /// Reads and checks a whole desired state.
    ///
    /// Everything that is wrong is reported at once, at its place. What looks
    /// at several documents together looks only at those that are correct in
    /// themselves, so that one mistake does not drag others behind it.
    ///
    /// - Parameters:
    ///   - files: all files of the directory, in any order.
    ///   - refused: what else lies there and was not read, an error at the path
    ///     of each. It is reported with the rest, and missed by nothing.
    ///   - today: the date (UTC) by which nodes expire.
    public static func read(
        _ files: [SourceFile], refused: [Diagnostic] = [], today: CalendarDate
    ) -> ReadResult {
        var findings = Findings()
        for refusal in refused { findings.error(refusal.message, at: refusal.position, hint: refusal.hint) }
        let layout = DirectoryLayout(files, refused: Set(refused.map(\.position.file)), findings: &findings)
        let documents = Documents(layout, findings: &findings)

        documents.checkHosts(findings: &findings)
        documents.checkStanding(findings: &findings)
        documents.checkMonitoring(findings: &findings)
        documents.checkNodes(today: today, findings: &findings)
        layout.secrets.checkReferences(findings: &findings)

        var state: DesiredState?
        if findings.errorCount == 0, let broker = documents.broker?.value, let hosts = documents.hosts?.value,
            let versions = documents.versions?.value
        {
            state = DesiredState(
                broker: broker,
                hosts: hosts,
                versions: versions.deployable(for: broker),
                nodes: documents.nodes.map(\.value).sorted { $0.centreID < $1.centreID },
                secrets: layout.secrets.contents)
        }
        // One mistake behind an anchor is found once for each alias.
        let references = findings.secretReferences.map {
            SecretReference(name: $0.name, position: $0.node.position, key: $0.node.path)
        }
        return ReadResult(
            state: state, diagnostics: Set(findings.diagnostics).sorted(),
            secretReferences: Set(references).sorted { left, right in
                (left.position.file, left.position.line, left.position.column, left.key)
                    < (right.position.file, right.position.line, right.position.column, right.key)
            },
            secretRules: findings.secretRules)
    }
}
