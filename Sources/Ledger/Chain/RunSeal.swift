import BrokerModel

/// What the record of a run's end says of the run's rows: the last line of its
/// text.
enum RunSeal {
    private static let word = "sealed "

    /// - Parameter text: what else there is to say.
    static func text(_ digest: Digest, after text: String? = nil) -> String {
        (text.map { $0 + "\n" } ?? "") + word + digest.description
    }

    /// Nil for the end of a run that an earlier version recorded.
    static func digest(in text: String) -> Digest? {
        guard let line = text.split(separator: "\n").last, line.hasPrefix(word) else { return nil }
        return Digest(String(line.dropFirst(word.count)))
    }
}
