import BrokerModel
import Previews

/// One preview in a list (`GET /api/v1/previews`).
public struct PreviewSummary: Encodable, Sendable {
    /// The branch or reference; absent of a change at the forge.
    public var branch: String?

    /// The number of the change at the forge; absent of a branch.
    public var change: Int?
    public var head: String
    public var base: String
    public var outcome: String
    public var summary: String

    /// Absent where there is no plan.
    public var digest: String?
    public var provisional: Bool

    /// When it was made.
    public var at: String

    public init(_ shown: PreviewDesk.Shown) {
        if case .reference(let name) = shown.subject { branch = name }
        change = shown.subject.number
        head = shown.preview.head.text
        base = shown.preview.base.text
        outcome = shown.preview.word
        summary = shown.preview.summary
        digest = shown.preview.planned?.digest.description
        provisional = shown.preview.planned.map { !$0.provisional.isEmpty } ?? false
        at = shown.madeAt.description
    }
}
