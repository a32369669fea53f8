import BrokerModel
import Decisions
import Logging
import Reconciliation

/// Brings announcements to people, beside the service's work: nothing waits for
/// them, and no channel for another. What does not arrive is tried again some
/// times, and then logged.
struct Courier: Sendable {
    private struct Parcel: Sendable {
        var announcement: Announcement
        var moment: Timestamp
    }

    /// A channel, and what waits for it.
    private struct Lane: Sendable {
        let channel: any AnnouncementChannel
        let parcels: AsyncStream<Parcel>
        let inlet: AsyncStream<Parcel>.Continuation

        init(_ channel: any AnnouncementChannel) {
            self.channel = channel
            // In a storm the oldest tell what happened.
            (parcels, inlet) = AsyncStream.makeStream(of: Parcel.self, bufferingPolicy: .bufferingOldest(200))
        }
    }

    private let lanes: [Lane]
    private let service: String
    private let clock: @Sendable () -> Timestamp
    private let timer: any Clock<Duration>
    private let log: Logger

    /// How long to wait before each further attempt.
    static let pauses: [Duration] = [.seconds(5), .seconds(60), .seconds(600)]

    init(
        _ channels: [any AnnouncementChannel], service: String, clock: @escaping @Sendable () -> Timestamp,
        timer: any Clock<Duration>, log: Logger
    ) {
        lanes = channels.map { Lane($0) }
        self.service = service
        self.clock = clock
        self.timer = timer
        self.log = log
    }

    static func channels(_ settings: NotificationSettings) -> [any AnnouncementChannel] {
        settings.webhooks.map { WebhookChannel($0) } + settings.mails.map { MailChannel($0) }
    }

    /// Returns at once.
    func take(_ announcement: Announcement) {
        let parcel = Parcel(announcement: announcement, moment: clock())
        for lane in lanes where lane.channel.topics.contains(announcement.topic) {
            guard case .dropped = lane.inlet.yield(parcel) else { continue }
            log.error("too much waits to be told", metadata: metadata(announcement, lane.channel))
        }
    }

    /// Delivers until the task is cancelled, or all is delivered after
    /// ``finish(within:_:)``.
    func run() async {
        await withDiscardingTaskGroup { group in
            for lane in lanes {
                group.addTask {
                    for await parcel in lane.parcels { await deliver(parcel, by: lane.channel) }
                }
            }
        }
    }

    /// Takes nothing more, and gives what waits some time to be delivered.
    func finish(within limit: Duration, _ running: Task<Void, Never>) async {
        for lane in lanes { lane.inlet.finish() }
        let end = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            running.cancel()
        }
        await running.value
        end.cancel()
    }

    private func deliver(_ parcel: Parcel, by channel: any AnnouncementChannel) async {
        let about = metadata(parcel.announcement, channel)
        for pause in Self.pauses.map(Optional.some) + [nil] {
            do {
                try await channel.deliver(parcel.announcement, from: service, at: parcel.moment)
                return log.debug("told", metadata: about)
            } catch {
                let why = about.merging(["error": "\(error)"]) { $1 }
                guard let pause else { return log.error("could not tell, given up", metadata: why) }
                log.warning("could not tell, tried again", metadata: why)
                guard (try? await timer.sleep(for: pause)) != nil else { return }
            }
        }
    }

    private func metadata(_ announcement: Announcement, _ channel: any AnnouncementChannel) -> Logger.Metadata {
        ["by": "\(channel.name)", "topic": "\(announcement.topic.rawValue)", "subject": "\(announcement.subject)"]
    }
}
