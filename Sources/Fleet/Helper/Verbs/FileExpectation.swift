internal import BrokerModel

/// What a change of a file relies on finding. Anything else, except what the
/// change would make, is `moved`.
enum FileExpectation {
    case absent
    case digest(Digest)

    /// Nothing, or a file exactly as its Debian package installs it: the package
    /// may have come since.
    case packageDefault

    /// Nil when what was seen was no file.
    init?(_ observation: FileObservation?) {
        switch observation {
        case nil: self = .absent
        case .some(let observation):
            guard let digest = observation.digest else { return nil }
            self = .digest(digest)
        }
    }

    var text: String {
        switch self {
        case .absent: "absent"
        case .packageDefault: "default"
        case .digest(let digest): digest.hexadecimal
        }
    }
}
