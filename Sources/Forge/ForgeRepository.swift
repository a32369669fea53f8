/// The name of a repository at its forge: `owner/name`, in GitLab with any number
/// of groups before.
public struct ForgeRepository: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Nil unless every part consists of letters, digits, `.`, `_` and `-`: nothing
    /// in it can lead to another place of the API.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...20).contains(parts.count), text.utf8.count <= 255,
            parts.allSatisfy({ part in
                !part.isEmpty && part != "." && part != ".."
                    && part.utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                            || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D
                    }
            })
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    /// As one part of a path (GitLab, "Namespaced paths").
    var encoded: String { text.split(separator: "/").joined(separator: "%2F") }
}
