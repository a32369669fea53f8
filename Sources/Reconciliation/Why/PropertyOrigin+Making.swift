import BrokerModel
import GitRepository
import Ledger

extension PropertyOrigin.Value {
    init(_ value: String?, _ step: ResourceStep) {
        self.init(
            value: value, run: step.run.number, at: (step.step.endedAt ?? step.step.intendedAt)?.description,
            actor: step.actor, commit: step.commit, action: step.step.action, cause: step.step.cause)
    }

    init(_ entry: PropertyHistory.Entry) {
        self.init(entry.value, entry.step)
        byHand = entry.isByHand ? true : nil
    }
}

extension PropertyOrigin.Commit {
    init(_ summary: CommitSummary, isBound: Bool) {
        self.init(
            commit: summary.id.text, author: "\(summary.author.name) <\(summary.author.email)>",
            at: Timestamp(seconds: summary.author.seconds).description, summary: summary.summary, isBound: isBound)
    }
}
