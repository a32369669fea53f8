public import BrokerModel

/// A command to run on a host: a value, built by pure functions and tested
/// without a host.
public struct RemoteCommand: Sendable, Equatable {
    /// The program and its arguments; quoted in one place, ``ShellWord``.
    public var words: [ShellWord]

    /// What the command reads on its standard input. May hold secrets: it is
    /// never logged and never part of an error.
    public var input: [UInt8]

    /// How long the command may run before it is ended on the host
    /// (`timeout -k 5`) and reported as `deadlineExceeded`.
    ///
    /// timeout(1) cannot signal processes of another user: what runs behind
    /// `sudo` needs a `timeout` of its own there, or it goes on after this one
    /// has given up.
    public var timeout: Duration

    public init(_ arguments: [String], input: [UInt8] = [], timeout: Duration = .seconds(30)) {
        self.words = arguments.map(ShellWord.init)
        self.input = input
        self.timeout = timeout
    }
}
