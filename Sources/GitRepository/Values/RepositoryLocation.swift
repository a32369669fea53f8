public import BrokerModel

/// Where a repository is: a path or a URL, in one of the forms git-fetch(1)
/// knows that are safe: an absolute path, `file://`, `ssh://`, `user@host:path`
/// and `https://`.
public struct RepositoryLocation: Sendable, Hashable, CustomStringConvertible {
    /// How the repository is reached.
    public enum Transport: Sendable, Hashable {
        case path
        case file
        case ssh
        case https
    }

    public let transport: Transport

    /// The location as libgit2 takes it. It holds no password.
    public let text: String

    public var description: String { text }

    /// - Parameter text: the location as written. `http` and `git` are refused,
    ///   as nothing protects what they bring, and so are passwords in a URL.
    public init(_ text: String) throws(Failure) {
        self.text = text
        transport = try Self.transport(of: text)
    }

    private static func transport(of text: String) throws(Failure) -> Transport {
        guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.isInvisible || $0.properties.isWhitespace })
        else {
            throw refusal(text, "a location holds no spaces and no control characters")
        }
        if text.hasPrefix("/") { return .path }
        if let scheme = scheme(of: text) {
            return try transport(ofURL: text, scheme: scheme)
        }
        if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") {
            let host = text[..<colon].split(separator: "@", omittingEmptySubsequences: false).last ?? ""
            guard !host.isEmpty, !host.hasPrefix("-"), colon != text.index(before: text.endIndex) else {
                throw refusal(text, "the host or the path is missing")
            }
            return .ssh
        }
        throw refusal(text, "it is neither an absolute path nor a URL")
    }

    private static func transport(ofURL text: String, scheme: Substring) throws(Failure) -> Transport {
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
        if scheme != "file" {
            guard parts.count < 2 || !parts[parts.count - 2].contains(":") else {
                // The text is not repeated: it holds the password.
                throw refusal("\(scheme)://…", "there is a password in the URL")
            }
            guard let host = parts.last, !host.isEmpty, !host.hasPrefix("-") else {
                throw refusal(text, "the host is missing")
            }
        }
        switch scheme {
        case "file": return .file
        case "ssh": return .ssh
        case "https": return .https
        default: throw refusal(text, "the scheme \(scheme) is not supported")
        }
    }

    private static func scheme(of text: String) -> Substring? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        return text[..<colon]
    }

    private static func refusal(_ text: String, _ reason: String) -> Failure {
        Failure(
            .configurationInvalid,
            attempted: "use the location of a repository",
            on: text.printable,
            response: reason,
            remedy: "give an absolute path, file://, ssh://, user@host:path or https://; keys and tokens go into files")
    }
}
