import BrokerModel
import Controller
import Crypto
import Foundation
import Ledger
import Logging

/// Knows the tokens, and keeps a record of who came with which.
struct TokenKeeper: Sendable {
    private let ledger: LedgerStore
    private let service: BrokerService
    private let clock: @Sendable () -> Timestamp
    private let log: Logger
    private let visits = Visits()

    init(
        ledger: LedgerStore, service: BrokerService, clock: @escaping @Sendable () -> Timestamp, log: Logger
    ) {
        self.ledger = ledger
        self.service = service
        self.clock = clock
        self.log = log
    }

    /// Whose token this is; nil when it opens nothing. A token that is revoked
    /// or has expired opens nothing from that moment on.
    func owner(of token: AccessToken) async throws -> TokenRecord? {
        let now = clock()
        let shown = token.withRevealed { SHA256.hash(data: Data($0.utf8)) }
        // Every one is compared, and each comparison takes the same time wherever they differ.
        let matching = try await ledger.tokens().filter { shown == Data($0.hash.bytes) }
        return matching.first { $0.isValid(at: now) }
    }

    /// Notes that a token was used: in the audit chain at first and then once an
    /// hour, however often it is.
    func admitted(_ record: TokenRecord, from address: String) async {
        guard visits.isWorthNoting(record.actor, at: clock(), every: .seconds(3_600)) else { return }
        log.info("a token is used", metadata: ["token": "\(record.name)", "from": "\(address)"])
        await service.note(
            login: record.actor, by: record.actor, outcome: "admitted",
            detail: "\(record.role.rawValue), from \(address)")
    }

    /// Notes that somebody came without a valid token: at most once a minute, so
    /// that nobody fills the disk from outside.
    func refused(_ why: String, from address: String) async {
        guard visits.isWorthNoting("refused", at: clock(), every: .seconds(60)) else { return }
        log.warning("refused without a valid token", metadata: ["because": "\(why)", "from": "\(address)"])
        await service.note(login: "service", by: "unknown", outcome: "refused", detail: "\(why), from \(address)")
    }
}
