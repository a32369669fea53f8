import BrokerModel
import Forge
import Previews

extension Preview {
    /// How the forge calls what is shown beside the head of a change.
    static let statusContext = "isobar/preview"

    /// What the forge shows beside the head. It is never one that is still to end:
    /// nothing is left open when the service ends or is killed before it is told more.
    var status: CommitStatus {
        CommitStatus(commit: head, state: state, context: Self.statusContext, summary: statusSummary)
    }

    private var state: CommitStatus.State {
        switch outcome {
        case .planned(let change):
            if change.isRefused {
                .failure
            } else {
                change.unreachable.isEmpty ? .success : .error
            }
        case .conflicting, .invalid: .failure
        case .failed(let failure): failure.code.isFinalOfChange ? .failure : .error
        }
    }

    private var statusSummary: String {
        guard let change = planned, !change.provisional.isEmpty else { return summary }
        let text = "provisional: " + summary
        return text.count > 140 ? text.prefix(139) + "…" : text
    }
}

extension FailureCode {
    /// Whether the change itself is refused, so that another time would give the same.
    var isFinalOfChange: Bool { self == .refusedByPolicy || self == .repositoryUnsafe || self == .desiredStateInvalid }
}
