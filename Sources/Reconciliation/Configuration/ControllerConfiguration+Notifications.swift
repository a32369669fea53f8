import BrokerModel
import DesiredStateReader

extension Shape where Value == NotificationSettings {
    /// The section `notifications`.
    static var notifications: Shape {
        .mapping { fields in
            NotificationSettings(
                webhooks: fields.optional(
                    "webhooks", .list(of: Shape<NotificationSettings.Webhook>.webhook, atLeast: 1),
                    "Addresses that are told by a POST of JSON.") ?? [],
                mails: fields.optional(
                    "mails", .list(of: Shape<NotificationSettings.Mail>.mail, atLeast: 1), "Who is told by mail.") ?? []
            )
        }
    }
}

extension Shape where Value == NotificationSettings.Webhook {
    fileprivate static var webhook: Shape {
        .mapping { fields in
            let file = fields.required(
                "urlFile", .filePath, "A file with the address, which may be a secret in itself.")
            let topics = fields.optional("topics", .topics, "Of what; of everything when left out.")
            guard let file else { return nil }
            return NotificationSettings.Webhook(urlFile: file, topics: topics ?? AnnouncementTopic.allCases)
        }
    }
}

extension Shape where Value == NotificationSettings.Mail {
    fileprivate static var mail: Shape {
        .mapping { fields in
            let to = fields.required("to", .list(of: Shape<MailAddress>.mailAddress, atLeast: 1), "Whom.")
            let from = fields.required("from", Shape<MailAddress>.mailAddress, "As whom.")
            let sendmail = fields.optional(
                "sendmail", .filePath, default: NotificationSettings.Mail.standardProgram,
                "The program that takes the mail, as sendmail(8) does.")
            let topics = fields.optional("topics", .topics, "Of what; of everything when left out.")
            guard let to, let from else { return nil }
            return NotificationSettings.Mail(
                to: to, from: from, sendmail: sendmail, topics: topics ?? AnnouncementTopic.allCases)
        }
    }
}

extension Shape where Value == [AnnouncementTopic] {
    fileprivate static var topics: Shape { .list(of: Shape<AnnouncementTopic>.choice, atLeast: 1) }
}

extension Shape where Value == MailAddress {
    fileprivate static var mailAddress: Shape {
        .text { text throws(Refusal) in
            guard let address = MailAddress(text) else {
                throw Refusal("\(text.quoted) is no mail address", hint: "write name@example.org")
            }
            return address
        }
    }
}
