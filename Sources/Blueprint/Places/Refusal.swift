/// Why a value cannot stand in a place. Names the rule, never the value: what
/// was refused may be a secret.
struct Refusal: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
