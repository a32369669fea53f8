/// Words of a filter that no record has, so that a mistyped one is not taken for
/// something that never happened.
public struct UnrecordedWords: Sendable, Equatable {
    public var actions: [String]
    public var outcomes: [String]

    /// What records have, in order.
    public var recordedActions: [String]
    public var recordedOutcomes: [String]
}
