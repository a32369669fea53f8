import BrokerModel

/// One line of an exported history, as JSON with one key.
///
/// A file begins with a header. A run stands before its first record, its steps
/// and its end before the record of its end, what was observed before the record
/// that covers it. So each record's rows are known when it is read, and what a
/// file says up to any line is whole.
struct ExportLine: Codable {
    var header: Header?
    var run: Run?
    var ended: Ended?
    var looks: Looks?
    var record: Record?

    struct Header: Codable, Equatable {
        var format = ExportLine.format
        var formatVersion = ExportLine.formatVersion

        /// The record before the first of this file, and its hash; 0 and the
        /// origin of the chain for a whole export.
        var after: Int64
        var previous: String

        /// Whether a filter left records out: such a file is to be read by
        /// people, it cannot be verified or imported.
        var isExcerpt: Bool?
    }

    struct Commit: Codable {
        var hash: String
        var author: String
        var authoredAt: Int64
        var summary: String
    }

    struct Plan: Codable {
        var digest: String
        var observedAt: Int64
        var commit: Commit?
        var body: String
    }

    struct Run: Codable {
        var run: Int64
        var startedAt: Int64
        var actor: String
        var command: String
        var commit: Commit?
        var plan: Plan
    }

    struct Step: Codable {
        var step: String
        var resource: String
        var action: String
        var cause: String
        var intendedAt: Int64?
        var changes: String?
        var endedAt: Int64?
        var outcome: String?
        var code: String?
        var detail: String?

        /// Whose redundancy it reduced.
        var reduces: String?

        /// For how long, in microseconds.
        var away: Int64?
    }

    /// What counts as applied by a run: the keyed digest of a specification.
    struct Applied: Codable {
        var resource: String
        var digest: String
    }

    struct Ended: Codable {
        var run: Int64
        var endedAt: Int64
        var outcome: String
        var steps: [Step]
        var applied: [Applied]

        /// What counted as applied until then.
        var replaced: [String]
    }

    struct Look: Codable {
        var number: Int64
        var host: String
        var at: Int64
        var failure: String?
        var detail: String?
    }

    struct Observation: Codable {
        var number: Int64
        var resource: String
        var host: String
        var from: Int64
        var digest: String
        var owned: Bool

        /// Property to text, as JSON.
        var record: String
    }

    struct Closing: Codable {
        var number: Int64
        var until: Int64
    }

    struct Looks: Codable {
        var looks: [Look]
        var opened: [Observation]
        var closed: [Closing]
    }

    /// Times are microseconds since 1970, as the chain's hashes cover them.
    struct Record: Codable {
        var sequence: Int64
        var at: Int64
        var actor: String
        var action: String
        var subject: String
        var run: Int64?
        var commit: Commit?
        var outcome: String
        var detail: String?
        var encoding: Int64
        var hash: String
    }

    static let format = "isobar-audit"
    static let formatVersion = 1
}
