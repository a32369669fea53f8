/// One line of a container's output, fit to be shown: control characters are
/// replaced, long lines are cut.
public struct ContainerLogLine: Sendable, Hashable {
    public enum Source: Sendable, Hashable {
        case standardOutput
        case standardError
    }

    public var source: Source
    public var text: String
}
