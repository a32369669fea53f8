public import BrokerModel

/// What has to hold of a secret at one place where it is used.
///
/// A commit is checked without keys, so a value behind `{secret: name}` can be
/// looked at only later, by whoever opens it.
public struct SecretRule: Sendable {
    /// Where the secret is used.
    public let place: SecretReference

    private let fault: @Sendable (String) -> Refusal?

    /// - Parameter fault: what is wrong with a value, in words that hold
    ///   nothing of it.
    package init(place: SecretReference, fault: @escaping @Sendable (String) -> Refusal?) {
        self.place = place
        self.fault = fault
    }

    /// What is wrong with the secret where it is used; nothing of its value is
    /// in it.
    public func diagnostic(about secret: Secret) -> Diagnostic? {
        // Editors and `echo` leave a line break that nobody means.
        let found = secret.withRevealed { fault($0.last?.isNewline == true ? String($0.dropLast()) : $0) }
        return found.map { fault in
            Diagnostic(
                .error, at: place.position, "\(place.key): the secret \"\(place.name)\" \(fault.message)",
                hint: fault.hint)
        }
    }
}

extension [SecretRule] {
    /// Everything that is wrong with opened secrets, by file and line. What is
    /// not among them is not looked at.
    public func diagnostics(about secrets: [SecretName: Secret]) -> [Diagnostic] {
        // One mistake behind an anchor is found once for each alias.
        Set(compactMap { rule in secrets[rule.place.name].flatMap(rule.diagnostic) }).sorted()
    }
}
