internal import BrokerModel

/// How a verb of the host helper ended, in the helper's words.
struct HelperOutcome: Sendable, Hashable {
    let name: String

    static let done = Self(name: "done")
    /// It was tried, and what did not work the message tells.
    static let failed = Self(name: "failed")
    /// Something else was found than the request relied on.
    static let moved = Self(name: "moved")
    /// The directory is not empty.
    static let notEmpty = Self(name: "not-empty")
    /// The installed helper is not the one that was asked for.
    static let outdated = Self(name: "outdated")
    /// What was there before is in place again.
    static let restored = Self(name: "restored")
    /// The check found it bad.
    static let invalid = Self(name: "invalid")
    /// The disk was full in the middle of a payload: what follows was not read.
    static let interrupted = Self(name: "interrupted")

    /// The failure it means.
    var code: FailureCode {
        Self.codes[name] ?? .commandFailed
    }

    /// What to do about it, where the outcome alone tells.
    var remedy: String? {
        Self.remedies[name]
    }

    private static let codes: [String: FailureCode] = [
        "moved": .planStale,
        "unavailable": .packageUnavailable,
        "refused": .helperRefused,
        "disk-full": .diskFull,
        "invalid": .validationRefused,
        "not-empty": .helperRefused,
        "restored": .rolledBack,
        "fenced": .locked,
        "busy": .locked,
        "outdated": .helperRefused,
        "protocol": .helperRefused,
        "malformed": .helperRefused,
    ]

    private static let remedies: [String: String] = [
        "moved": "somebody changed it meanwhile: look at the difference and make a new plan",
        "unavailable": "make the host's package sources reachable, or name one in broker.yaml (packages:), see "
            + "docs/host-preparation.md; then apply again: what is installed stays",
        "disk-full": "make room on the host's disk; what was there before is untouched",
        "invalid": "the old file is still in place; correct the desired state",
        "restored": "what was there before is in place again; correct the desired state",
        "fenced": "another controller works on this host; make a new plan when it is done",
        "busy": "another controller works on this host; try again when it is done",
        "protocol": "install the helper that belongs to this version, see docs/host-helper.md",
    ]
}
