public import BrokerModel

/// The invisible first line of a comment, by which the comment of one broker is
/// found again among those of a pull request.
///
/// Whoever looks for it looks at comments of its own account only: anybody can
/// write this line.
public struct CommentMarker: Sendable, Hashable {
    let broker: CentreID

    public init(broker: CentreID) {
        self.broker = broker
    }

    var block: MarkdownBlock { .hidden(["isobar-preview", broker.text]) }

    /// Whether a comment begins with this marker. Inside of a comment it may be
    /// quoted.
    public func begins(_ comment: String) -> Bool {
        let line = comment.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" }
        return line + "\n" == block.source
    }
}
