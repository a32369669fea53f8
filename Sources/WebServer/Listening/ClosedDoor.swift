import HTTPTypes
import Hummingbird

/// Refuses everything but the probes and the forge's webhooks, whether it is
/// there or not.
struct ClosedDoor<Context: RequestContext>: RouterMiddleware {
    /// The path of the webhooks; nil when none are taken.
    let webhook: String?

    private static var probes: Set<String> { ["/healthz", "/readyz", "/metrics"] }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isProbe = request.method == .get && Self.probes.contains(request.uri.path)
        guard isProbe || request.method == .post && request.uri.path == webhook else {
            var response = try Answer.problem(
                ProblemDocument(
                    "token-needed", status: 401, title: "this needs a token",
                    detail: "\(request.method.rawValue) \(request.uri.path)",
                    remedy: "on the machine itself the commands use the service's socket"))
            response.headers[.wwwAuthenticate] = "Bearer"
            return response
        }
        return try await next(request, context)
    }
}
