import ArgumentParser

/// How a command that answers a question prints the answer.
enum QueryFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case json

    /// RFC 4180, with a line of names first.
    case csv
}
