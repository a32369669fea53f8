extension AuditEntry {
    /// What the record says besides its fields, for people: of the digests by which rows
    /// are proven only what they cover. Nil where that is all it says.
    public var explanation: String? {
        guard let detail else { return nil }
        if let seal = LookSeal(detail), subject == LookSeal.subject {
            return Self.counts([
                (seal.looks.count, "look"), (seal.opened.count, "observation begun"),
                (Int64(seal.closed.count), "observation ended"),
            ])
        }
        if action == PruneSeal.action, let seal = PruneSeal(detail) { return "up to record \(seal.last.sequence)" }
        guard RunSeal(endOf: detail) != nil else { return detail }
        let told = detail.split(separator: "\n").dropLast().joined(separator: "\n")
        return told.isEmpty ? nil : told
    }

    private static func counts(_ parts: [(count: Int64, of: String)]) -> String? {
        let told = parts.filter { $0.count > 0 }.map { part in
            let words = part.of.split(separator: " ", maxSplits: 1)
            let noun = String(words[0]) + (part.count == 1 ? "" : "s")
            return ([String(part.count), noun] + words.dropFirst().map(String.init)).joined(separator: " ")
        }
        return told.isEmpty ? nil : told.joined(separator: ", ")
    }
}
