import BrokerModel

/// What the record of a run's end says of the run's rows: the last line of its
/// text.
struct RunSeal: Equatable {
    /// What the digest covers. Ends that an earlier version recorded are proven
    /// as they were.
    enum Form: String, CaseIterable {
        /// How the run began, its plan, its steps, and what counts as applied by it.
        case rows = "sealed"

        /// Besides, who made its commit and when, the commit's summary, and the
        /// kind of each step.
        case rowsAndCommit = "sealed-2"
    }

    var form: Form
    var digest: Digest

    init(_ form: Form, _ digest: Digest) {
        self.form = form
        self.digest = digest
    }

    /// Nil for the text of an end that has none: earlier versions wrote none.
    init?(endOf text: String) {
        guard let line = text.split(separator: "\n").last else { return nil }
        let words = line.split(separator: " ")
        guard words.count == 2, let form = Form(rawValue: String(words[0])), let digest = Digest(String(words[1])) else {
            return nil
        }
        self.init(form, digest)
    }

    /// - Parameter text: what else there is to say.
    func text(after text: String? = nil) -> String {
        (text.map { $0 + "\n" } ?? "") + "\(form.rawValue) \(digest)"
    }
}
