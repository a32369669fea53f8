/// The other side said what the protocol does not allow; nothing it says later
/// can be understood.
struct ConnectionViolation: Error, CustomStringConvertible {
    let what: String

    init(_ what: String) {
        self.what = what
    }

    var description: String { "the SSH connection protocol was broken: \(what)" }
}
