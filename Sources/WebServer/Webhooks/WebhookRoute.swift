import BrokerModel
import Controller
import Crypto
import Decisions
import Forge
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Reconciliation

/// Takes the forge's word that the branch, or a change meant for it, moved. It is only
/// a hint: branch and changes are read from the repository and the forge, so that a
/// webhook which is lost, late or repeated costs one poll, and one that is forged would
/// cost one look.
struct WebhookRoute: Sendable {
    private let service: BrokerService
    private let kind: ForgeKind
    private let secret: WebhookSecret
    private let branch: String
    private let log: Logger
    private let recent = RecentDeliveries()

    /// More than any push event needs.
    static let bodyLimit = 1 << 20

    init(service: BrokerService, kind: ForgeKind, secret: WebhookSecret, branch: String, log: Logger) {
        self.service = service
        self.kind = kind
        self.secret = secret
        self.branch = branch
        self.log = log
    }

    var path: String { "/webhooks/" + kind.rawValue }

    func add(to router: Router<NetworkContext>) {
        router.post(RouterPath(path)) { request, _ in try await take(request) }
    }

    private func take(_ request: Request) async throws -> Response {
        guard let signature = WebhookSignature(request.headers, kind) else {
            return try await refuse("the signature is missing")
        }
        var code = secret.code()
        var body = Data()
        for try await part in request.body {
            guard body.count + part.readableBytes <= Self.bodyLimit else { throw HTTPError(.contentTooLarge) }
            let bytes = Data(part.readableBytesView)
            code.update(data: bytes)
            body.append(bytes)
        }
        // Before a byte of the body is looked into.
        let own = code.finalize()
        guard signature.isValid(own, secret) else {
            return try await refuse("the signature is not of this body and secret")
        }
        guard recent.take("\(own.map { String($0, radix: 16) }.joined()) \(name(of: request))") else {
            await service.count(webhook: "repeated")
            return Answer.plain("taken before\n")
        }
        switch try? JSONDecoder().decode(WebhookEvent.self, from: body).news(of: branch) {
        case .push?:
            log.info("the forge tells of a push", metadata: ["forge": "\(kind.rawValue)"])
            service.nudge(.webhook)
        case .change(let number)?:
            log.info("the forge tells of a change", metadata: ["forge": "\(kind.rawValue)", "change": "\(number)"])
            await service.noteChange()
        case nil:
            await service.count(webhook: "elsewhere")
            return Answer.plain("not of \(branch)\n")
        }
        await service.count(webhook: "taken")
        return Answer.plain("taken\n", status: .accepted)
    }

    /// What tells deliveries with the same body apart; empty where the body does. GitLab
    /// (17.4, "Webhooks", "Delivery headers") sends a delivery that failed again under the
    /// same `Idempotency-Key`, and with another `X-Gitlab-Event-UUID`, which is all that
    /// older ones have.
    private func name(of request: Request) -> String {
        guard kind == .gitlab else { return "" }
        let names = ["Idempotency-Key", "X-Gitlab-Event-UUID"]
        return names.lazy.compactMap { WebhookSignature.value($0, request.headers) }.first ?? ""
    }

    private func refuse(_ why: String) async throws -> Response {
        await service.count(webhook: "refused")
        log.warning("a webhook was refused", metadata: ["forge": "\(kind.rawValue)", "because": "\(why)"])
        return try Answer.problem(
            ProblemDocument(
                "webhook-refused", status: 401, title: "this webhook is not taken", detail: why,
                remedy: "give the forge the secret of forge.webhookSecretFile"))
    }
}
