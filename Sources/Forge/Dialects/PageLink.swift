/// The page after one, by its number.
enum PageLink {
    /// By the `Link` header (RFC 8288): only whether there is a next page is taken
    /// from it, never an address, which would go where the answer says.
    static func hasNext(_ answer: HTTPAnswer) -> Bool {
        guard let links = answer.headers["link"] else { return false }
        return links.split(separator: ",").contains { $0.contains("rel=\"next\"") }
    }

    /// The same request for the page after its own, which its last field names.
    static func following(_ call: HTTPCall) -> HTTPCall? {
        guard let mark = call.path.ranges(of: "&page=").last, let number = Int(call.path[mark.upperBound...]),
            number < mostPages
        else { return nil }
        var next = call
        next.path = String(call.path[..<mark.upperBound]) + String(number + 1)
        return next
    }

    /// More than any repository of a broker has; a forge that never comes to an end
    /// is not followed for ever.
    private static let mostPages = 1_000
}
