import BrokerModel

extension Documents {
    /// What one node's file cannot tell by itself.
    func checkNodes(today: CalendarDate, findings: inout Findings) {
        checkNames(findings: &findings)
        for node in nodes {
            if let broker { checkLoop(node, broker, findings: &findings) }
            if let broker, let hosts { checkPins(node, broker, hosts, findings: &findings) }
            if let expires = node.value.expires, expires <= today, node.value.isEnabled {
                findings.warning(
                    "expires: \(expires) has come: the node counts as enabled: false",
                    at: node.yaml.position("expires"))
            }
            if let backup = node.value.subscription.backup, backup.broker == node.value.subscription.broker {
                findings.warning(
                    "subscribe.backup.broker: is the same as subscribe.broker",
                    at: node.yaml.position("subscribe", "backup", "broker"))
            }
        }
        checkTwins(today: today, findings: &findings)
    }

    /// `nodes/X.yaml` holds `centreId: X`, so no two can hold the same.
    private func checkNames(findings: inout Findings) {
        var owners: [CentreID: String] = [:]
        for node in nodes {
            let file = node.yaml.file
            let expected = "nodes/\(node.value.centreID).yaml"
            let place = node.yaml.position("centreId")
            if file != expected {
                findings.error(
                    "centreId: \(node.value.centreID.text.quoted) does not stand in a file of its name", at: place,
                    hint: "rename the file to \(expected), or correct the centre-id")
            }
            if CompanionContainer(rawValue: node.value.centreID.text) != nil {
                findings.error(
                    "centreId: \(node.value.centreID.text.quoted) is what one of Isobar's own containers is called",
                    at: place, hint: "take the centre-id of the WMO registry")
            }
            if let other = owners[node.value.centreID] {
                findings.error("centreId: \(other) holds the same centre-id", at: place)
            } else {
                owners[node.value.centreID] = file
            }
        }
    }

    // MARK: Message loops

    private func checkLoop(_ node: Document<Node>, _ broker: Document<BrokerSettings>, findings: inout Findings) {
        guard node.value.centreID != broker.value.centreID else {
            findings.error(
                "centreId: \(node.value.centreID.text.quoted) is this broker itself: its messages would go in circles",
                at: node.yaml.position("centreId"))
            return
        }
        let entrances = BrokerEntrances(of: broker.value, hosts: hosts?.value ?? [])
        let subscription = node.value.subscription
        checkLoop(subscription.broker, at: node.yaml.root["subscribe"]?["broker"], entrances, &findings)
        if let backup = subscription.backup {
            checkLoop(backup.broker, at: node.yaml.root["subscribe"]?["backup"]?["broker"], entrances, &findings)
        }
    }

    private func checkLoop(
        _ url: TextSource, at node: YAMLNode?, _ entrances: BrokerEntrances, _ findings: inout Findings
    ) {
        guard let node else { return }
        switch url {
        case .literal(let text):
            guard entrances.includes(text) else { return }
            findings.error("is this broker itself: its messages would go in circles", at: node)
        case .secret(let name):
            findings.examine(name, at: node) { text in
                guard entrances.includes(text) else { return nil }
                return Refusal("leads to this broker itself: its messages would go in circles")
            }
        }
    }

    // MARK: Placement

    private func checkPins(
        _ node: Document<Node>, _ broker: Document<BrokerSettings>, _ hosts: Document<[Host]>,
        findings: inout Findings
    ) {
        guard let pins = node.value.pinnedHosts, let list = node.yaml.root["placement"]?["hosts"] else { return }
        let replicas = broker.value.antiloop.replicas
        if pins.count != replicas {
            findings.error("\(replicas) instances need \(replicas) hosts, found \(pins.count)", at: list)
        }
        let roles = Dictionary(hosts.value.map { ($0.name, $0.role) }) { first, _ in first }
        let candidates = roles.filter { $0.value == .antiloop }.map(\.key.text).sorted()
        guard case .sequence(let entries) = list.content else { return }
        for (pin, entry) in zip(pins, entries) where roles[pin] != .antiloop {
            let why = roles[pin].map { "has the role \($0.rawValue), not antiloop" } ?? "is no host of hosts.yaml"
            findings.error(
                "\(pin) \(why)", at: entry,
                hint: Suggestion.hint(for: pin.text, among: candidates)
                    ?? "antiloop hosts: " + (candidates.isEmpty ? "none" : candidates.joined(separator: ", ")))
        }
    }

    // MARK: Twins

    /// Two subscriptions that receive the same: usually a copied file that was
    /// not finished.
    private func checkTwins(today: CalendarDate, findings: inout Findings) {
        struct Origin: Hashable {
            let broker: TextSource
            let topics: Set<TextSource>
        }
        var owners: [Origin: Document<Node>] = [:]
        for node in nodes where node.value.isActive(today: today) {
            let subscription = node.value.subscription
            let topics =
                subscription.topics
                ?? node.value.kind.defaultTopics(for: node.value.centreID).map(TextSource.literal)
            let origin = Origin(broker: subscription.broker, topics: Set(topics))
            if let other = owners[origin] {
                findings.warning(
                    "subscribe: \(other.value.centreID) subscribes to the same topics of the same broker",
                    at: node.yaml.position("subscribe"))
            } else {
                owners[origin] = node
            }
        }
    }
}
