public import BrokerModel

/// Takes secrets out of what programs on hosts say: a tool that dislikes its
/// configuration may repeat the line it dislikes.
public struct Redaction: Sendable {
    /// Shorter ones would take half of every sentence with them, and are none.
    private static let shortest = 6

    /// Whole values, and the lines of those that have several; the longest first, so
    /// that nothing is left of one that holds another.
    private let values: [Secret]

    public init(of secrets: some Sequence<Secret>) {
        var values: Set<Secret> = []
        for secret in secrets {
            secret.withRevealed { value in
                let lines = value.split(whereSeparator: \.isNewline).map { String($0) }
                // Where a certificate begins and ends is no secret.
                for part in lines + [value] where part.utf8.count >= Self.shortest && !part.hasPrefix("-----") {
                    values.insert(Secret(part))
                    // As it stands in JSON, and between the quotes of YAML and HAProxy.
                    let escaped = part.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                    values.insert(Secret(escaped))
                }
            }
        }
        self.values = values.sorted { $0.length > $1.length }
    }

    public func callAsFunction(_ text: String) -> String {
        guard !text.isEmpty else { return text }
        return values.reduce(text) { text, secret in
            secret.withRevealed { value in
                text.contains(value) ? text.replacing(value, with: Secret.placeholder) : text
            }
        }
    }

    public func callAsFunction(_ failure: Failure) -> Failure {
        Failure(
            failure.code, attempted: self(failure.attempted), on: self(failure.subject),
            response: self(failure.response), remedy: failure.remedy.map { self($0) })
    }
}

extension Secret {
    fileprivate var length: Int { withRevealed { $0.utf8.count } }
}
