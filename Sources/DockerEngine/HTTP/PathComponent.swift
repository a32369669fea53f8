/// One component of a request path, percent-encoded (RFC 3986, section 3.3).
///
/// Everything but the unreserved characters is encoded, so that a value can
/// neither end the component nor begin a query. The empty component and the
/// two dot components have no encoding that survives the path cleaning of the
/// server; for them there is no value of this type.
package struct PathComponent: Sendable, Equatable {
    /// The component as it stands in the path.
    let encoded: String

    /// Nil when `text` cannot be one component of a path.
    package init?(_ text: String) {
        guard !text.isEmpty, text != ".", text != ".." else { return nil }
        encoded = text.percentEncoded(keeping: [])
    }

    /// A value that may hold slashes, an image reference, as the components
    /// between them.
    ///
    /// The engine matches image routes with `{name:.*}`, so the slashes stay.
    init?(slashed text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ PathComponent(String($0)) != nil }) else { return nil }
        encoded = text.percentEncoded(keeping: [UInt8(ascii: "/")])
    }
}
