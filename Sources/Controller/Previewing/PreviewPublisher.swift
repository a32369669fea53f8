import BrokerModel
import Forge
import Logging
import Previews

/// Brings previews to the forge. Of each subject only the newest counts.
struct PreviewPublisher: Sendable {
    private let client: ForgeClient
    private let outbox: ForgeOutbox<Publication>

    /// How large a comment may be.
    let limit: CommentLimit

    init(_ client: ForgeClient, limit: CommentLimit, timer: any Clock<Duration>, log: Logger) {
        self.client = client
        self.limit = limit
        outbox = ForgeOutbox(timer: timer, log: log) { older, newer in
            guard older.subject == newer.subject else { return nil }
            var newer = newer
            newer.comment = newer.comment ?? older.comment
            newer.status = newer.status ?? older.status
            return newer
        }
    }

    /// Returns at once.
    func take(_ publication: Publication) { outbox.take(publication) }

    /// Publishes until the task is cancelled, or all is told after
    /// ``finish(within:_:)``.
    func run() async {
        await outbox.run { publication in
            let about: Logger.Metadata = ["of": "\(publication.subject.text)"]
            // The status first: whether it may be merged waits for it.
            let status = await outbox.attempt("a status", about) {
                if let status = publication.status { try await client.set(status) }
            }
            let comment = await outbox.attempt("a comment", about) {
                guard let comment = publication.comment, let number = publication.subject.number else { return }
                let marker = publication.marker
                try await client.publish(
                    comment, on: number, isOurs: { marker.begins($0) },
                    isEnough: { PreviewComment.tellTheSame($0, comment) })
            }
            return max(status, comment)
        }
    }

    /// Takes nothing more, and gives what waits some time to arrive.
    func finish(within limit: Duration, _ running: Task<Void, Never>) async {
        await outbox.finish(within: limit, running)
    }
}
