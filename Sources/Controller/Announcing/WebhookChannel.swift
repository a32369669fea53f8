import BrokerModel
import Decisions
import Foundation
import Programs
import Reconciliation

/// Tells by a POST of JSON, over curl(1): TLS, proxies and authorities are the
/// system's. Address and text go over its standard input and are in no argument
/// that other users can see.
struct WebhookChannel: AnnouncementChannel {
    private let urlFile: String
    let topics: Set<AnnouncementTopic>

    init(_ settings: NotificationSettings.Webhook) {
        urlFile = settings.urlFile
        topics = Set(settings.topics)
    }

    var name: String { urlFile }

    /// What is sent. `text` is what chat services show.
    struct Document: Encodable {
        let formatVersion = 1
        let service: String
        let at: String
        let topic: AnnouncementTopic
        let subject: String
        let detail: String
        let text: String
    }

    func deliver(_ announcement: Announcement, from service: String, at moment: Timestamp) async throws {
        guard let data = FileManager.default.contents(atPath: urlFile) else {
            throw failure("there is no such file, or it may not be read by this user")
        }
        let url = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            service: service, at: moment.description, topic: announcement.topic, subject: announcement.subject,
            detail: announcement.text, text: "\(service): \(announcement.subject)\n\(announcement.text)")
        let body = String(decoding: try encoder.encode(document), as: UTF8.self)
        guard let configuration = Self.configuration(url: url, body: body) else {
            throw failure("it holds no address that starts with https:// or http://")
        }
        try await ProgramRun.run(
            "curl", ["--config", "-"], input: Array(configuration.utf8), attempted: "tell by webhook",
            on: urlFile)
    }

    private func failure(_ response: String) -> Failure {
        Failure(
            .configurationInvalid, attempted: "read the address of a webhook", on: urlFile, response: response,
            remedy: "write the address to it, on one line")
    }

    /// For curl's `--config`; nil when `url` is none.
    static func configuration(url: String, body: String) -> String? {
        guard ["https://", "http://"].contains(where: url.hasPrefix), url.utf8.count <= 2_048,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return """
            url = \(CurlText.quoted(url))
            proto = "=https,http"
            request = "POST"
            header = "Content-Type: application/json"
            data-raw = \(CurlText.quoted(body))
            max-time = 20
            max-filesize = 1000000
            silent
            show-error
            fail
            globoff
            output = "/dev/null"

            """
    }
}
