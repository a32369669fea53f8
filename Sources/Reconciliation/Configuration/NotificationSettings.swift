public import BrokerModel

/// Who is told of what (`notifications:`).
public struct NotificationSettings: Sendable, Equatable {
    /// A POST of JSON.
    public struct Webhook: Sendable, Hashable {
        /// Holds the address, which may be a secret in itself.
        public var urlFile: String
        public var topics: [AnnouncementTopic]

        public init(urlFile: String, topics: [AnnouncementTopic] = AnnouncementTopic.allCases) {
            self.urlFile = urlFile
            self.topics = topics
        }
    }

    /// A mail.
    public struct Mail: Sendable, Hashable {
        public var to: [MailAddress]
        public var from: MailAddress

        /// The program that takes it, as sendmail(8) does.
        public var sendmail: String
        public var topics: [AnnouncementTopic]

        public init(
            to: [MailAddress], from: MailAddress, sendmail: String = Self.standardProgram,
            topics: [AnnouncementTopic] = AnnouncementTopic.allCases
        ) {
            self.to = to
            self.from = from
            self.sendmail = sendmail
            self.topics = topics
        }

        /// Where the Filesystem Hierarchy Standard has it.
        public static let standardProgram = "/usr/sbin/sendmail"
    }

    public var webhooks: [Webhook]
    public var mails: [Mail]

    public init(webhooks: [Webhook] = [], mails: [Mail] = []) {
        self.webhooks = webhooks
        self.mails = mails
    }
}
