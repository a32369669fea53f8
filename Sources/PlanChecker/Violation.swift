public import BrokerModel

/// A promise that some order of carrying a plan out would break.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The rules, by the names tests and messages use.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// Two steps bear the same name.
        case duplicateStep
        /// A step waits for one that is not in the plan.
        case unknownPredecessor
        /// Steps wait for each other.
        case cycle
        /// A step on a host that could not be looked at, or is not the broker's.
        case unknownHost
        /// A step changes or removes what is not Isobar's.
        case foreignResource
        /// A step creates what is there already.
        case existingResource
        /// A container goes before its image is there.
        case missingImage
        /// A container goes down while an image is still to come to its host.
        case disturbedBeforeImage
        /// Something is used before it is there, or removed while in use.
        case useOrder
        /// Two members of a set can be out at the same time.
        case concurrentDisturbance
        /// The load balancer with the virtual address goes before the other.
        case activeFirst
        /// The only member that works can be taken out.
        case lastMember
        /// A member is taken out without a look at the others.
        case unguardedDisturbance
        /// A broker is disturbed while clients are sent to it.
        case unprotectedBroker
        /// A master of Redis is taken out before a replica took over.
        case unprotectedMaster
        /// Clients can come in before it is decided who may.
        case openDoor
        /// A member of EMQX is started in an older release than its data.
        case olderRelease
        /// A broker that is taken out of service may stay so, or be forgotten.
        case brokerLeftOut
        /// More nodes than allowed can be on fewer instances at the same time.
        case tooManyNodes
    }

    public var rule: Rule

    /// The steps that break it.
    public var steps: [StepID]
    public var explanation: String

    public init(_ rule: Rule, _ steps: [StepID], _ explanation: String) {
        self.rule = rule
        self.steps = steps
        self.explanation = explanation
    }

    public var description: String {
        "\(rule.rawValue): \(explanation) [\(steps.map(\.text).joined(separator: ", "))]"
    }
}
