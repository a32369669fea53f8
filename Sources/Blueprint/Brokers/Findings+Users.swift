import BrokerModel

extension Findings {
    /// The MQTT users of the broker: the one that publishes, which may do
    /// everything, and those of `users`, which may only receive.
    mutating func users(_ facts: FleetFacts) -> [EMQXUserSpecification] {
        let publish = facts.settings.publish
        let hosts = facts.brokers.map(\.name)
        let login = text(of: publish.username, for: "publish.username", at: facts.source)
        var users = [
            EMQXUserSpecification(
                name: publish.username.secretName == nil
                    ? EMQXUserSpecification.name(of: login.redacted) : EMQXUserSpecification.unnamed,
                login: login, password: password(publish.password, for: "publish.password", at: facts.source),
                isSuperuser: true, hosts: hosts)
        ]
        for (name, user) in facts.settings.users.sorted(by: { $0.key < $1.key }) {
            let rules = user.subscribe.enumerated().map { index, filter in
                EMQXRule.mayReceive(text(of: filter, for: "users.\(name).subscribe[\(index)]", at: facts.source))
            }
            users.append(
                EMQXUserSpecification(
                    name: EMQXUserSpecification.name(of: name), login: ConfidentialText(name),
                    password: password(user.password, for: "users.\(name).password", at: facts.source),
                    rules: rules, hosts: hosts))
        }
        return users
    }

    /// A literal stays readable.
    private mutating func text(
        of source: TextSource, for field: String, at position: SourcePosition
    ) -> ConfidentialText {
        let found: ConfidentialText? =
            switch source {
            case .literal(let text): ConfidentialText(text)
            case .secret(let name):
                secret(name, for: field, at: position).map { ConfidentialText($0.withoutFinalLineBreak) }
            }
        return checked(found, for: field, at: position)
    }

    /// Never readable, wherever it was written.
    private mutating func password(
        _ source: TextSource, for field: String, at position: SourcePosition
    ) -> ConfidentialText {
        let found = text(source, for: field, at: position).map { ConfidentialText($0.withoutFinalLineBreak) }
        return checked(found, for: field, at: position)
    }

    private mutating func checked(
        _ text: ConfidentialText?, for field: String, at position: SourcePosition
    ) -> ConfidentialText {
        guard let text else { return ConfidentialText("") }
        return take(field, at: position, otherwise: ConfidentialText("")) { () throws(Refusal) in
            try MQTTText(text).text
        }
    }
}
