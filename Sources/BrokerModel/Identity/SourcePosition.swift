/// A place in the desired state: file, line and column, both from 1.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// The path below the directory of the desired state.
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `nodes/ca-eccc-msc.yaml:1`, as plans show it.
    public var description: String { "\(file):\(line)" }
}
