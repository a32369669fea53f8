/// Why an archive of images cannot be used.
public struct ArchiveTrouble: Error, Hashable, CustomStringConvertible {
    /// A clause, fit to be shown: "it ends in the middle of layer.tar".
    public let explanation: String

    public init(_ explanation: String) {
        self.explanation = PlainText(explanation).text
    }

    public var description: String { explanation }
}
