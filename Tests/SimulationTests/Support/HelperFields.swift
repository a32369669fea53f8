/// An answer as what it says: sections in their order, in each the records in
/// one order, since directories are read in any.
enum HelperFields {
    static func canonical(_ answer: [UInt8]) -> [String] {
        let fields = answer.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        var sections: [[String]] = []
        for field in fields {
            if field.hasPrefix("#") || sections.isEmpty { sections.append([]) }
            sections[sections.count - 1].append(field)
        }
        return sections.map(canonical)
    }

    private static func canonical(_ section: [String]) -> String {
        switch section.first {
        case "#entries":
            // A directory's size is the file system's business.
            let records = stride(from: 1, to: section.count - 6, by: 7).map { index -> String in
                var record = Array(section[index..<index + 7])
                if record[1] == "d" { record[5] = "-" }
                return record.joined(separator: "|")
            }
            return "#entries " + records.sorted().joined(separator: "\n")
        case "#digests": return "#digests " + section.dropFirst().sorted().joined(separator: "\n")
        default: return section.joined(separator: "|")
        }
    }
}
