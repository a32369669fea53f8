/// How one verb ended.
struct HelperResult: Sendable, Equatable {
    var outcome: HelperOutcome
    var message: String
}
