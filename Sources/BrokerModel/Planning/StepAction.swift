/// What a step does to its resource (CONTRACT section 5).
public enum StepAction: String, Sendable, Hashable, CaseIterable, Codable {
    case create
    case update
    case replace
    case delete
    /// Something that changes no setting: reload, start, fail-over.
    case run
}
