import Ledger

/// Where the audit chain ended after a run, as it is published outside of the
/// ledger: the message of a commit.
struct PublishedHead {
    let place: AuditPlace

    init(_ place: AuditPlace) {
        self.place = place
    }

    private static let key = "Head: "

    func message(after run: RunID?) -> String {
        "Audit chain\(run.map { " after run \($0)" } ?? "")\n\n\(Self.key)\(place)\n"
    }

    /// Nil for a message of another kind.
    init?(message: String) {
        let line = message.split(separator: "\n").last { $0.hasPrefix(Self.key) }
        guard let place = line.flatMap({ AuditPlace(String($0.dropFirst(Self.key.count))) }) else { return nil }
        self.init(place)
    }
}
