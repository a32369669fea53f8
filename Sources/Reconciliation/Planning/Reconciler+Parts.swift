public import BrokerModel
import Secrets

extension Reconciler {
    /// The installation's key, under which parts of plans get their digests. It
    /// opens nothing.
    public var planKey: [UInt8] { key.bytes }

    /// A part of a prepared plan, proven anew.
    ///
    /// - Parameter plan: what is left of the prepared one.
    /// - Throws: ``Failure`` with `planUnsafe`.
    public func part(of prepared: PreparedPlan, being plan: Plan) throws -> PreparedPlan {
        var part = prepared
        part.plan = plan
        part.isPart = plan.steps.count < prepared.plan.steps.count || plan.departedHosts != prepared.plan.departedHosts
        try check(part)
        return part
    }

    /// The same reconciler under another policy: connections, ledger and opened
    /// secrets stay.
    public func under(_ policy: ApplyPolicy) -> Reconciler {
        var other = self
        other.configuration.policy = policy
        return other
    }
}
