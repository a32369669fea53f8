/// Where a page of the past ended: the next one begins behind it.
///
/// It names the last entry by its number, which never changes: what happens
/// meanwhile stands before the first page and moves nothing.
public struct HistoryCursor: Sendable, Hashable, CustomStringConvertible {
    /// What the pages list.
    public enum Listing: String, Sendable, Hashable {
        case runs
        case steps
    }

    public var listing: Listing

    /// The number of the last entry.
    public var last: Int64

    public init(listing: Listing, last: Int64) {
        self.listing = listing
        self.last = last
    }

    /// Nil unless `text` is a cursor's description.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let listing = Listing(rawValue: String(parts[0])), let last = Int64(parts[1]), last > 0
        else { return nil }
        self.init(listing: listing, last: last)
    }

    /// `steps-4711`.
    public var description: String { "\(listing.rawValue)-\(last)" }
}
