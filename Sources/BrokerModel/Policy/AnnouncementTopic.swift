/// What people are told who do not look.
public enum AnnouncementTopic: String, Sendable, Hashable, CaseIterable, Codable {
    /// Something failed, or cannot be used.
    case failure
    /// What failed works again.
    case recovery
    /// A person has to decide.
    case approval
    /// A host moved, and was mended or left alone.
    case drift
    /// A certificate expires soon, or has.
    case certificate
}
