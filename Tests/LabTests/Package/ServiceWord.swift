import Foundation
import Testing

/// What `isobar sync --format json` says, as far as tests read it.
struct ServiceWord: Decodable, Sendable {
    struct Head: Decodable, Sendable {
        var commit: String
    }
    var state: String
    var summary: String
    var policy: String
    var head: Head?
    var appliedCommit: String?

    /// Nil for what is no such document, as long as no service answers.
    init?(_ ended: Ended) {
        guard let word = try? JSONDecoder().decode(ServiceWord.self, from: Data(ended.output.utf8)) else { return nil }
        self = word
    }

    /// Whether the hosts are as this commit wants them.
    func isStanding(at commit: String) -> Bool { state == "standing" && appliedCommit == commit }
}
