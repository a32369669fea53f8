public import BrokerModel

/// Where a host can have an image from.
public enum ImageSource: Sendable, Equatable {
    /// It is there already.
    case present
    /// The registry answered for it when the host's engine asked.
    case registry
    /// It is not there, and nobody was asked.
    case absent
    /// It is not there, and the registry did not answer for it.
    case unavailable(Failure)
}
