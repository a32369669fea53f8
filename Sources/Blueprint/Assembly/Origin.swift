import BrokerModel

/// Where the desired state asks for something, and why, in an operator's
/// words.
struct Origin {
    let source: SourcePosition
    let reason: String

    init(_ source: SourcePosition, _ reason: String) {
        self.source = source
        self.reason = reason
    }

    /// The same place, another reason.
    func reason(_ reason: String) -> Origin {
        Origin(source, reason)
    }

    /// A component's line in `versions.yaml`. The model keeps no positions of
    /// its lines, so the file stands for all.
    static func versions(_ reason: String) -> Origin {
        Origin(SourcePosition(file: "versions.yaml", line: 1), reason)
    }
}
