import BrokerModel
import Controller
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Turns every error into a problem document, so that a client has one form to
/// read, and no error of a library reaches it in another.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let log: Logger

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let failure as Failure {
            return try Answer.problem(ProblemDocument(failure))
        } catch let error as HTTPError {
            return try Answer.problem(problem(error.status, request))
        } catch is NIOTooManyBytesError {
            return try Answer.problem(problem(.contentTooLarge, request))
        } catch {
            log.error("a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return try Answer.problem(problem(.internalServerError, request))
        }
    }

    private func problem(_ status: HTTPResponse.Status, _ request: Request) -> ProblemDocument {
        let what = "\(request.method.rawValue) \(request.uri.path)"
        return switch status {
        case .notFound:
            ProblemDocument("no-such-path", status: 404, title: "there is nothing here", detail: what)
        case .contentTooLarge:
            ProblemDocument("too-large", status: 413, title: "the body is too large", detail: what)
        default:
            ProblemDocument(
                "request", status: status.code, title: status.reasonPhrase.lowercased(), detail: what)
        }
    }
}
