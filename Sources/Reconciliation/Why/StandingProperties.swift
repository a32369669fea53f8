import BrokerModel
import Ledger

/// All properties a resource has, each with the step that gave it: what steps
/// named, and what was seen of it.
///
/// A step that creates a thing names few of its properties. What was seen right
/// after it, and is so still, is its work too.
struct StandingProperties {
    let address: ResourceAddress
    let ledger: LedgerStore
    let history: PropertyHistory

    /// In the order of their names.
    private(set) var properties: [PropertyHistory.Current] = []

    /// What was seen and no step gave.
    private(set) var others: [String: String] = [:]

    /// Whether it was not seen since a step.
    private(set) var isUnseen = false

    /// What was seen first after a step, by its number.
    private var after: [Int64: [String: String]?] = [:]

    init(address: ResourceAddress, ledger: LedgerStore, history: PropertyHistory) {
        self.address = address
        self.ledger = ledger
        self.history = history
    }

    /// - Parameters:
    ///   - seen: what the resource was at the last look; nil when it was not there.
    ///   - limit: how many earlier values of each.
    mutating func settle(_ seen: [String: String]?, earlier limit: Int) async throws {
        var named: [String: PropertyHistory.Current] = [:]
        for current in history.current(earlier: limit) { named[current.property] = current }
        if seen == nil, history.creation != nil { isUnseen = true }
        for (name, value) in (seen ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let current = named.removeValue(forKey: name) {
                properties.append(try await settled(current, seen: value))
            } else {
                try await add(name, value)
            }
        }
        // Of what was named as a whole the parts are told.
        let told = Set(properties.map { $0.property.prefix { $0 != "." } })
        properties += named.values.filter { !told.contains($0.property[...]) }
        properties.sort { $0.property < $1.property }
    }

    /// What a step named: its value as it was seen, which says more than the plan.
    private mutating func settled(
        _ current: PropertyHistory.Current, seen: String
    ) async throws -> PropertyHistory.Current {
        var current = current
        guard let planned = current.entry.value, let after = try await firstSeen(after: current.entry.step) else {
            return current
        }
        if let given = after[current.property], given != Secret.placeholder,
            PropertyName.mayBe(planned, given, current.property)
        {
            current.entry.value = given
        }
        let isSame = seen == current.entry.value || PropertyName.mayBe(planned, seen, current.property)
        let hasChanged = after[current.property].map { $0 != seen } ?? false
        if !isSame || hasChanged { current.seen = seen }
        return current
    }

    /// What no step named: it came with one.
    private mutating func add(_ name: String, _ value: String) async throws {
        let step = history.newest(naming: [name] + PropertyName.givenWith(name)) ?? history.creation
        guard let step, !PropertyName.isCondition(name, of: address.kind) else {
            others[name] = value
            return
        }
        guard let after = try await firstSeen(after: step) else { return }
        if after[name] == value {
            let entry = PropertyHistory.Entry(value: value, step: step)
            properties.append(PropertyHistory.Current(property: name, entry: entry))
        } else {
            others[name] = value
        }
    }

    private mutating func firstSeen(after step: ResourceStep) async throws -> [String: String]? {
        if let known = after[step.number] { return known }
        guard let moment = step.step.endedAt ?? step.step.intendedAt else { return nil }
        let found = try await ledger.seenProperties(of: address, from: moment)?.properties
        if found == nil { isUnseen = true }
        after[step.number] = .some(found)
        return found
    }
}
