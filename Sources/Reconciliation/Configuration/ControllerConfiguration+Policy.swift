import BrokerModel
import DesiredStateReader

extension Shape where Value == ApplyPolicy {
    /// The section `policy`.
    static var policy: Shape {
        .mapping { fields in
            let standard = ApplyPolicy()
            let policy = ApplyPolicy(
                apply: fields.optional(
                    "apply", Shape<ApplyPolicy.Mode>.choice, default: standard.apply,
                    "observe: look, report, never touch; approval: apply what a person approved; automatic: at once."),
                selfHeal: fields.optional(
                    "selfHeal", .boolean, default: standard.selfHeal, "Whether the service mends drift by itself."),
                maxDeletes: fields.optional(
                    "maxDeletes", .integer(0...100_000), default: standard.maxDeletes,
                    "How many nodes and hosts one plan may delete; the smaller of this and rollout.maxDeletes counts."),
                allowedImages: fields.optional(
                    "allowedImages", .list(of: .filePath, atLeast: 1),
                    "Patterns with * that every image must match one of.")
                    ?? standard.allowedImages,
                allowedPackageSources: fields.optional(
                    "allowedPackageSources", .list(of: .filePath),
                    "Patterns with * that the package source of a commit must match one of; none if left out.")
                    ?? standard.allowedPackageSources,
                rollsBack: fields.optional(
                    "rollback", .boolean, default: standard.rollsBack,
                    "Whether the service goes back to what was applied before when a rollout failed for good."),
                requireSignedCommits: fields.optional(
                    "requireSignedCommits", .boolean, default: standard.requireSignedCommits,
                    "Whether only commits are applied that somebody signed who may, by the next two."),
                allowedSigners: fields.optional(
                    "allowedSigners", .filePath, "A file with the SSH keys of those who may, as ssh-keygen(1) describes it."),
                openPGPKeyring: fields.optional(
                    "openPGPKeyring", .filePath, "A file with the OpenPGP keys of those who may: gpg --export KEY…"),
                scopes: fields.optional(
                    "scopes", .list(of: .policyScope, atLeast: 1),
                    "Parts with rules of their own; the first that fits counts.")
                    ?? [],
                windows: fields.optional(
                    "windows", .list(of: .maintenanceWindow, atLeast: 1),
                    "When what git changed may be applied without a person, in UTC; at any time when left out.") ?? [])
            if let node = fields.node("requireSignedCommits"), policy.requireSignedCommits,
                policy.allowedSigners == nil, policy.openPGPKeyring == nil
            {
                fields.findings.error(
                    "whose signature counts is not said", at: node, hint: "add allowedSigners or openPGPKeyring")
            }
            return policy
        }
    }
}

extension Shape where Value == PolicyScope {
    fileprivate static var policyScope: Shape {
        .mapping { fields in
            PolicyScope(
                hosts: fields.optional("hosts", .list(of: .hostName, atLeast: 1), "Hosts, by name.") ?? [],
                nodes: fields.optional("nodes", .list(of: .centreID, atLeast: 1), "Nodes, by centre-id.") ?? [],
                kinds: fields.optional("kinds", .list(of: .kind, atLeast: 1), "Kinds of resources, as in addresses.")
                    ?? [],
                apply: fields.optional("apply", Shape<ApplyPolicy.Mode>.choice, "As policy.apply, for this part."),
                selfHeal: fields.optional("selfHeal", .boolean, "As policy.selfHeal, for this part."))
        }
    }
}

extension Shape where Value == ResourceKind {
    /// The middle of an address: `container` in `waloop01/container/ca-eccc-msc`.
    fileprivate static var kind: Shape {
        .text(pattern: "^[a-z-]+$") { text throws(Refusal) in
            guard case .kind(let kind)? = ChangeScope("kind/" + text) else {
                throw Refusal("\(text.quoted) is no kind of resource: small letters and hyphens")
            }
            return kind
        }
    }
}

extension Shape where Value == MaintenanceWindow {
    fileprivate static var maintenanceWindow: Shape {
        .mapping { fields in
            let days = fields.optional(
                "days", .list(of: Shape<MaintenanceWindow.Weekday>.choice, atLeast: 1),
                "The days it begins on; every day when left out.")
            let begin = fields.required("from", .minuteOfDay, "When it begins: HH:MM, in UTC.")
            let end = fields.required("to", .minuteOfDay, "When it ends; past midnight when that is not after `from`.")
            guard let begin, let end else { return nil }
            return MaintenanceWindow(days: days ?? [], begin: begin, end: end)
        }
    }
}

extension Shape where Value == Int {
    /// `HH:MM`, as minutes since midnight.
    fileprivate static var minuteOfDay: Shape {
        .text(pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$") { text throws(Refusal) in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) }),
                let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
            else { throw Refusal("\(text.quoted) is no time of day", hint: "write \"22:00\", with quotes") }
            return hours * 60 + minutes
        }
    }
}
