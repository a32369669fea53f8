import BrokerModel

/// The digest of a plan: what will be done, in which order, and what was
/// observed of what it touches. Prose, commit, source and cause are outside,
/// so that the same world gives the same digest.
enum PlanDigest {
    static func digest(of steps: [Step], conflicts: [Conflict], unreachable: [HostName], key: [UInt8]) -> Digest {
        var fingerprint = Fingerprint(key: key)
        fingerprint.field("version", 1)
        for step in steps {
            fingerprint.field("step", step.id.text)
            fingerprint.field("resource", step.resource.description)
            fingerprint.field("action", step.action.rawValue)
            fingerprint.field("verb", step.verb)
            fingerprint.field("after", step.after.map(\.text))
            fingerprint.field("specification", step.specification == nil ? 0 : 1)
            step.specification?.add(to: &fingerprint)
            fingerprint.field("observation", step.observation == nil ? 0 : 1)
            step.observation?.add(to: &fingerprint)
            fingerprint.field("siblings", step.disturbance?.siblings.map(\.description) ?? [])
        }
        for conflict in conflicts { fingerprint.field("conflict", conflict.resource.description) }
        fingerprint.field("unreachable", unreachable.map(\.text))
        return fingerprint.finish()
    }
}
