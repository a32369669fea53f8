import Reconciliation

extension PlanFormat {
    func render(_ document: PlanDocument, environment: [String: String]) throws -> String {
        switch self {
        case .text:
            PlanText(
                plan: document, terminal: Terminal(descriptor: 1, environment: environment), now: WallClock.now()
            ).render()
        case .json: try document.json
        case .markdown: PlanMarkdown(plan: document).render()
        }
    }
}
