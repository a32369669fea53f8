import BrokerModel

/// The containers' account: made where there is none. One that is there keeps
/// its numbers, for files bear them; it is given the groups and the home it
/// lacks.
enum AccountRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: AccountSpecification, _ observed: AccountObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed else { return .steps([creation(of: desired)]) }
        guard let numbers = observed.numbers else {
            return obstacle(to: desired, observed).map(Difference.obstacle) ?? .steps([creation(of: desired)])
        }
        guard (numbers.uid, numbers.gid) == (desired.uid, desired.gid) else {
            return .obstacle(
                "\(desired.name) has the numbers \(numbers.uid):\(numbers.gid) there, not "
                    + "\(desired.uid):\(desired.gid): write those into broker.yaml (containerUser), or give the "
                    + "account the wanted ones with usermod and groupmod, and its files with chown")
        }
        var changes = desired.groups.filter { !observed.groups.contains($0) }.map {
            FieldChange(field: "group \($0)", from: nil, to: "member")
        }
        if !observed.hasHome { changes.append(FieldChange(field: "home", from: nil, to: desired.home.text)) }
        return changes.isEmpty
            ? .none : .steps([Proposal(action: .update, verb: StepVerb.update, changes: changes)])
    }

    /// What an account that somebody else made lacks is added to it: the desired
    /// state names it.
    static func mayReplace(_ foreign: AccountObservation, by desired: AccountSpecification) -> Bool { true }

    private static func creation(of desired: AccountSpecification) -> Proposal {
        var changes = [
            FieldChange(field: "uid", from: nil, to: String(desired.uid)),
            FieldChange(field: "gid", from: nil, to: String(desired.gid)),
            FieldChange(field: "home", from: nil, to: desired.home.text),
        ]
        changes += desired.groups.map { FieldChange(field: "group \($0)", from: nil, to: "member") }
        return Proposal(action: .create, verb: StepVerb.create, changes: changes)
    }

    /// Who has what a new account needs; a clause.
    private static func obstacle(to desired: AccountSpecification, _ observed: AccountObservation) -> String? {
        let remedy = "choose others for \(desired.name) in broker.yaml (containerUser)"
        if let holder = observed.uidHolder {
            return "the number \(desired.uid) belongs to the account \(holder) there: \(remedy)"
        }
        if observed.gidHolder == nil, let gid = observed.namesakeGID {
            return "there is a group \(desired.name) with the number \(gid), not \(desired.gid): \(remedy)"
        }
        return nil
    }
}
