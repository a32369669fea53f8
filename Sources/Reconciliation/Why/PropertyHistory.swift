import BrokerModel
import Ledger

/// The values of a resource's properties, as steps gave them.
struct PropertyHistory {
    struct Entry {
        var value: String?
        var step: ResourceStep

        /// Whether somebody gave it by hand; then the step is the one that took
        /// it away.
        var isByHand = false
    }

    /// Every value a property had, the oldest first.
    private(set) var values: [String: [Entry]] = [:]

    /// The step that took the resource away, if it is gone.
    private(set) var removal: ResourceStep?

    /// The step that made it, if one did.
    private(set) var creation: ResourceStep?

    /// From which step on all that a property was is known.
    private let readFrom: [String: Int64]

    /// - Parameter steps: those that succeeded. One that failed, or of which the
    ///   end is not known, changed nothing for sure.
    init(_ steps: ResourceSteps) {
        readFrom = Dictionary(
            steps.readFrom.map { (PropertyName.seen($0.key), $0.value) }, uniquingKeysWith: { max($0, $1) })
        for step in steps.succeeded {
            removal = step.step.action == StepAction.delete.rawValue ? step : nil
            let isCreation = step.step.action == StepAction.create.rawValue
            if isCreation || removal != nil {
                end(by: step)
                creation = isCreation ? step : nil
            }
            guard removal == nil else { continue }
            for change in step.step.changes { add(change, of: step, isCreation: isCreation) }
        }
    }

    private mutating func add(_ change: FieldChange, of step: ResourceStep, isCreation: Bool) {
        let name = PropertyName.seen(change.field)
        if step.step.cause == StepCause.drift.rawValue, !isCreation, let found = change.from,
            found != values[name]?.last?.value
        {
            values[name, default: []].append(Entry(value: found, step: step, isByHand: true))
        } else if !isCreation, let found = change.from, let creation, values[name]?.last?.value == nil {
            // A creation names few of the properties it gives.
            values[name, default: []].append(Entry(value: found, step: creation))
        }
        values[name, default: []].append(Entry(value: change.to, step: step))
    }

    /// The newest step that gave or took one of some properties.
    func newest(naming names: [String]) -> ResourceStep? {
        names.compactMap { values[$0]?.last?.step }.max { $0.number < $1.number }
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
        var earlier: [Entry] = []

        /// Whether there may be more of them.
        var hasEarlier = false

        /// What it was seen to be at the last look, when that is something else.
        var seen: String?
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
