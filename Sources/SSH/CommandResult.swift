/// What a remote command left behind when it ended by itself.
public struct CommandResult: Sendable, Equatable {
    /// How the process ended.
    public enum Ending: Sendable, Equatable {
        case status(Int32)
        /// The signal's name without `SIG`, as SSH reports it (RFC 4254, 6.10).
        case signal(String)
    }

    public var ending: Ending
    public var output: [UInt8]
    public var errorOutput: [UInt8]

    public init(ending: Ending, output: [UInt8], errorOutput: [UInt8]) {
        self.ending = ending
        self.output = output
        self.errorOutput = errorOutput
    }

    public var succeeded: Bool { ending == .status(0) }
}
