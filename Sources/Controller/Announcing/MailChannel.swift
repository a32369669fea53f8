import BrokerModel
import Decisions
import Foundation
import Programs
import Reconciliation

/// Tells by mail, over a program that takes it as sendmail(8) does.
struct MailChannel: AnnouncementChannel {
    private let settings: NotificationSettings.Mail
    let topics: Set<AnnouncementTopic>

    init(_ settings: NotificationSettings.Mail) {
        self.settings = settings
        topics = Set(settings.topics)
    }

    var name: String { settings.to.map(\.text).joined(separator: ", ") }

    func deliver(_ announcement: Announcement, from service: String, at moment: Timestamp) async throws {
        let message = Self.message(announcement, settings, from: service, at: moment)
        try await ProgramRun.run(
            settings.sendmail, ["-i", "-f", settings.from.text, "--"] + settings.to.map(\.text),
            input: Array(message.utf8), attempted: "tell by mail", on: name)
    }

    /// The message (RFC 5322), its text as base64, so that no line of it is too
    /// long, or taken for something else on its way.
    static func message(
        _ announcement: Announcement, _ settings: NotificationSettings.Mail, from service: String, at moment: Timestamp
    ) -> String {
        let text = announcement.text + "\n\n\(service), \(moment)\n"
        let body = Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        return """
            From: Isobar <\(settings.from)>
            To: \(settings.to.map(\.text).joined(separator: ",\n "))
            Subject: \(encoded("[isobar] " + announcement.subject))
            Auto-Submitted: auto-generated
            X-Isobar-Topic: \(announcement.topic.rawValue)
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            \(body)

            """
    }

    /// Text of a header as encoded words (RFC 2047), each of at most 75 characters:
    /// no line break and no other header can be in it.
    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var part = ""
        for character in text.prefix(200) {
            if (part + String(character)).utf8.count > 42 {
                words.append(part)
                part = ""
            }
            part.append(character)
        }
        return (words + [part]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\n ")
    }
}
