import BrokerModel

extension ContainerRules {
    /// The environment as a map: the engine gives back what was set and, after
    /// it, what the image brings, in any order (OPERATIONS 5).
    ///
    /// Without the image on the host its part is unknown; then only what is
    /// wanted is compared.
    static func compareEnvironment(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, _ image: ImageObservation?,
        into found: inout ContainerReplacement
    ) {
        guard !isSame(desired.environment, observed.environment, image?.environment) else { return }
        for name in names(in: desired.environment, where: { observed.environment[$0]?.readsSame(as: $1) != true }) {
            guard let value = desired.environment[name] else { continue }
            let actual = observed.environment[name]
            found.changes.append(
                FieldChange(field: "env \(name)", from: actual.map { shown($0, name) }, to: shownNew(value, actual)))
        }
        guard let image else { return }
        let inherited = image.environment
        let foreign = names(in: observed.environment) { name, value in
            desired.environment[name] == nil
                && inherited[name].map { value.readsSame(as: ConfidentialText($0)) } != true
        }
        for name in foreign {
            let actual = observed.environment[name].map { shown($0, name) }
            found.changes.append(FieldChange(field: "env \(name)", from: actual, to: inherited[name]))
        }
        let lost = names(in: inherited) { name, _ in
            desired.environment[name] == nil && observed.environment[name] == nil
        }
        for name in lost { found.changes.append(FieldChange(field: "env \(name)", from: nil, to: inherited[name])) }
    }

    /// Equal environments are the rule: each variable is looked up once.
    ///
    /// Where all that is wanted and inherited is there, a further variable shows
    /// in the count.
    private static func isSame(
        _ desired: [String: ConfidentialText], _ observed: [String: ConfidentialText], _ inherited: [String: String]?
    ) -> Bool {
        for (name, value) in desired where observed[name]?.readsSame(as: value) != true { return false }
        guard let inherited else { return true }
        var count = desired.count
        for (name, value) in inherited where desired[name] == nil {
            guard observed[name]?.readsSame(as: ConfidentialText(value)) == true else { return false }
            count += 1
        }
        return count == observed.count
    }

    private static func names<Value>(
        in variables: [String: Value], where isIncluded: (String, Value) -> Bool
    ) -> [String] {
        var names: [String] = []
        for (name, value) in variables where isIncluded(name, value) { names.append(name) }
        return names.sorted()
    }

    private static func shownNew(_ value: ConfidentialText, _ old: ConfidentialText?) -> String {
        guard value.isConfidential else { return value.redacted }
        return old == nil ? Secret.placeholder : FieldChange.secretChanged
    }

    /// An observed value does not say whether it was a secret when it was set:
    /// only variables that never hold one are shown.
    private static func shown(_ value: ConfidentialText, _ name: String) -> String {
        PublicVariables.contains(name) ? value.redacted : Secret.placeholder
    }
}
