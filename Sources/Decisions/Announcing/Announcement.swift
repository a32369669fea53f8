public import BrokerModel

/// Something worth telling people who do not look.
public struct Announcement: Sendable, Equatable {
    public var topic: AnnouncementTopic

    /// In one line.
    public var subject: String

    /// With what to do, where there is something.
    public var text: String

    public init(_ topic: AnnouncementTopic, _ subject: String, _ text: String) {
        self.topic = topic
        self.subject = subject
        self.text = text
    }
}
