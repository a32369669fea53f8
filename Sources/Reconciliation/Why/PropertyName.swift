import BrokerModel

/// How properties are called: by `isobar state`, which tells what was seen, and
/// by plans, which tell what a step changes.
public enum PropertyName {
    /// A plan's name as what was seen is called: `env TZ` is `environment.TZ`.
    public static func seen(_ planned: String) -> String {
        for (plain, family) in families where planned.hasPrefix(plain + " ") {
            return family + "." + planned.dropFirst(plain.count + 1)
        }
        return planned == "content" ? "contents" : planned
    }

    private static let families = ["env": "environment", "label": "labels"]

    /// Whether a property is what somebody asks for, or below it.
    public static func matches(_ property: String, asked: String) -> Bool {
        let name = families[asked] ?? seen(asked)
        return property == name || property.hasPrefix(name + ".")
    }

    /// What is named as a whole where its parts are seen, or comes with it.
    static func givenWith(_ name: String) -> [String] {
        switch name {
        case "imageID": return ["image"]
        case "networks": return ["network"]
        case "rules": return ["rights"]
        default:
            let family = name.prefix { $0 != "." }
            return family == name ? [] : [String(family)]
        }
    }

    /// Whether a property tells how a thing fares and not how it was made: no
    /// step gives it.
    static func isCondition(_ name: String, of kind: ResourceKind) -> Bool {
        conditions.contains(name) || name == "id" && kind == ContainerSpecification.kind
    }

    private static let conditions: Set = [
        "state", "health", "startedAt", "running", "bearsAddress", "virtualAddress", "answers", "failures", "routers",
    ]

    /// Whether a value as a plan shows it may be the one that was seen: plans
    /// abbreviate digests and count the lines of a new file.
    static func mayBe(_ planned: String, _ seen: String, _ name: String) -> Bool {
        let secrets = [Secret.placeholder, FieldChange.secretChanged]
        if planned == seen || secrets.contains(planned) || seen == Secret.placeholder { return true }
        switch name {
        case "contents": return planned.hasPrefix("sha256:") ? seen.hasPrefix(planned) : true
        // Of an account whether it is there is seen; of the networks a plan names those that were lost.
        case "home", "networks": return true
        default: return false
        }
    }
}
