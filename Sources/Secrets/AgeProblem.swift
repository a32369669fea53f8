import Subprocess

/// Why `age` did not do its work.
///
/// Nothing that `age` says is passed on: of a file that is not encrypted it
/// repeats the first line, which is then the secret itself. Its complaints
/// (age 1.1) are known by fixed words.
enum AgeProblem: Error, Equatable {
    case notInstalled
    case notRun
    case cancelled
    case outputTooLong
    case notAnAgeFile
    case damaged
    case otherIdentity
    case identityUnreadable
    case identityInvalid
    case identityProtected
    case recipientInvalid
    case unknown

    init(_ error: any Error) {
        if error is CancellationError {
            self = .cancelled
            return
        }
        switch (error as? SubprocessError)?.code {
        case .executableNotFound?: self = .notInstalled
        case .outputLimitExceeded?: self = .outputTooLong
        default: self = .notRun
        }
    }

    init(complaint: String) {
        self = Self.words.first { complaint.contains($0.words) }?.problem ?? .unknown
    }

    /// In this order: an identity file that fails is named before the header.
    private static let words: [(words: String, problem: AgeProblem)] = [
        ("no identity matched any of the recipients", .otherIdentity),
        ("failed to obtain passphrase", .identityProtected),
        ("could not read passphrase", .identityProtected),
        ("failed to open file", .identityUnreadable),
        ("permission denied", .identityUnreadable),
        ("unknown identity type", .identityInvalid),
        ("malformed secret key", .identityInvalid),
        ("no secret keys found", .identityInvalid),
        ("malformed recipient", .recipientInvalid),
        ("malformed SSH recipient", .recipientInvalid),
        ("unknown recipient type", .recipientInvalid),
        ("unexpected intro", .notAnAgeFile),
        ("failed to read header", .damaged),
        ("invalid armor", .damaged),
        ("failed to decrypt and authenticate payload", .damaged),
        ("bad header MAC", .damaged),
        ("unexpected EOF", .damaged),
    ]
}
