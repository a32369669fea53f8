import BrokerModel
import Decisions

/// A way to tell people something.
protocol AnnouncementChannel: Sendable {
    /// How the log calls it; no secret is in it.
    var name: String { get }
    var topics: Set<AnnouncementTopic> { get }

    /// - Throws: ``Failure`` when it did not arrive, as far as can be told.
    func deliver(_ announcement: Announcement, from service: String, at moment: Timestamp) async throws
}
