import BrokerModel
import Controller
import Hummingbird
import Previews
import Reconciliation

/// What merging the open changes would do.
struct PreviewRoutes {
    let service: BrokerService

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("previews") { request, _ in
            let page = try PageRequest(try QueryReader(request, known: PageRequest.parameters))
            let all = await service.previews.shown.map { PreviewSummary($0) }
            let (previews, next) = page.part(of: all) { $0.head }
            return try Answer.json(ListDocument("previews", previews, next: next))
        }
        router.get("previews/{head}") { _, context in
            let preview = try await preview(of: try context.parameters.require("head"))
            return Answer.json(text: try PreviewDocument(preview).json)
        }
        router.get("previews/{head}/comment") { _, context in
            let preview = try await preview(of: try context.parameters.require("head"))
            return Answer.plain(PreviewComment(preview, limit: .github).render())
        }
    }

    private func preview(of head: String) async throws -> Preview {
        guard let shown = await service.previews.shown.first(where: { $0.preview.head.text == head }) else {
            throw Failure(
                .notFound, attempted: "show the preview", on: String(head.prefix(64)),
                response: "no open change and no branch with this head is previewed, or not yet",
                remedy: "GET /api/v1/previews lists them; docs/previews.md says which are")
        }
        return shown.preview
    }
}
