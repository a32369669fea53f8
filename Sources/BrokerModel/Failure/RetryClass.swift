/// Whether repeating an attempt can help, so that one rule serves every loop.
public enum RetryClass: String, Sendable, Hashable, Codable {
    /// A person has to change something first; retrying is noise.
    case stalled

    /// Something is in the way that is expected to end; look again later.
    case waiting

    /// A passing fault; retry with growing delay.
    case transient
}
