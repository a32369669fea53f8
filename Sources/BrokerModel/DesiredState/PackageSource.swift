/// Where hosts without a way to Debian's archive get their packages from: a
/// repository of the operator's own, signed.
public struct PackageSource: Sendable, Equatable {
    /// `http`, `https` or `file` URL.
    public var url: String

    /// The suite, or for a repository without suites a directory that ends in a
    /// slash, such as `./`.
    public var suite: String

    /// Empty where the suite is a directory.
    public var components: [String]

    /// The public OpenPGP key the repository is signed with, armored.
    public var signingKey: String

    public init(url: String, suite: String, components: [String], signingKey: String) {
        self.url = url
        self.suite = suite
        self.components = components
        self.signingKey = signingKey
    }
}
