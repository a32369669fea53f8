import BrokerModel
import HTTPTypes
import Hummingbird
import Ledger

/// The door on the network: probes, the page's files, the API's document and
/// the forge's webhooks are open; everything else takes a token, whether it is
/// there or not.
struct TokenDoor: RouterMiddleware {
    let keeper: TokenKeeper

    /// The path of the webhooks, which are signed; nil when none are taken.
    let webhook: String?

    private static let openPaths: Set<String> =
        Set(["/healthz", "/readyz", "/metrics", "/api/v1/openapi.yaml"] + PageRoutes.paths)

    func handle(
        _ request: Request, context: NetworkContext,
        next: @concurrent (Request, NetworkContext) async throws -> Response
    ) async throws -> Response {
        let isOpen = request.method == .get && Self.openPaths.contains(request.uri.path)
        guard !isOpen, request.method != .post || request.uri.path != webhook else {
            return try await next(request, context)
        }
        guard let text = Self.bearer(request.headers[.authorization]) else {
            return try refusal("token-needed", "this needs a token", request)
        }
        guard let token = AccessToken(text), let owner = try await keeper.owner(of: token) else {
            await keeper.refused("an unknown token", from: context.address)
            return try refusal("token-refused", "this token is not valid, or not any more", request)
        }
        await keeper.admitted(owner, from: context.address)
        var context = context
        context.owner = Identity(name: owner.actor, role: owner.role)
        return try await next(request, context)
    }

    /// What stands behind the scheme (RFC 6750, section 2.1).
    private static func bearer(_ header: String?) -> String? {
        guard let header, let space = header.firstIndex(of: " "), header[..<space].lowercased() == "bearer" else {
            return nil
        }
        return String(header[space...].drop { $0 == " " })
    }

    private func refusal(_ name: String, _ title: String, _ request: Request) throws -> Response {
        var response = try Answer.problem(
            ProblemDocument(
                name, status: 401, title: title, detail: "\(request.method.rawValue) \(request.uri.path)",
                remedy: "send the header Authorization: Bearer TOKEN, with one of isobar token create; "
                    + "on the machine itself the commands use the service's socket"))
        response.headers[.wwwAuthenticate] = "Bearer realm=\"isobar\""
        return response
    }
}
