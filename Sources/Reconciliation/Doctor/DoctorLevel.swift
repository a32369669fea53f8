/// How much a finding of `isobar doctor` weighs.
public enum DoctorLevel: String, Sendable, Hashable, Codable, CaseIterable {
    case ok
    /// Worth a look; an apply goes through all the same.
    case note
    /// It could not be looked at, or there is nothing to look at yet.
    case unchecked
    /// The host was not reached: an apply would be incomplete.
    case unreached
    /// An apply would fail.
    case problem
}
