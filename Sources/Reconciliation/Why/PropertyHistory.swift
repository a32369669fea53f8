import BrokerModel
import Ledger

/// The values of a resource's properties, as steps gave them.
struct PropertyHistory {
    struct Entry {
        var value: String?
        var step: ResourceStep
    }

    /// Every value a property had, the oldest first.
    private(set) var values: [String: [Entry]] = [:]

    /// The step that took the resource away, if it is gone.
    private(set) var removal: ResourceStep?

    /// From which step on all that a property was is known.
    private let readFrom: [String: Int64]

    /// - Parameter steps: those that succeeded. One that failed, or of which the
    ///   end is not known, changed nothing for sure.
    init(_ steps: ResourceSteps) {
        readFrom = steps.readFrom
        for step in steps.succeeded {
            removal = step.step.action == StepAction.delete.rawValue ? step : nil
            if step.step.action == StepAction.create.rawValue || removal != nil { end(by: step) }
            guard removal == nil else { continue }
            for change in step.step.changes {
                values[change.field, default: []].append(Entry(value: change.to, step: step))
            }
        }
    }

    /// What is created anew has none of the values from before.
    private mutating func end(by step: ResourceStep) {
        for (property, entries) in values where entries.last?.value != nil {
            values[property]?.append(Entry(value: nil, step: step))
        }
    }

    /// A property that the resource has now.
    struct Current {
        var property: String
        var entry: Entry

        /// The newest first.
        var earlier: [Entry]

        /// Whether there may be more of them.
        var hasEarlier: Bool
    }

    /// The properties it has now, in order.
    ///
    /// - Parameter limit: how many earlier values of each.
    func current(earlier limit: Int) -> [Current] {
        values.keys.sorted().compactMap { property in
            guard let entries = values[property], let last = entries.last, last.value != nil else { return nil }
            let first = readFrom[property] ?? 0
            let earlier = entries.dropLast().filter { $0.value != nil && $0.step.number >= first }
            return Current(
                property: property, entry: last, earlier: earlier.suffix(limit).reversed(),
                hasEarlier: first > 0 || earlier.count > limit)
        }
    }
}
