import BrokerModel
import Reconciliation

extension Plan {
    /// The status for hosts that could not be looked at: 8, or 1 when one of
    /// them was refused for a reason that waiting does not mend, such as
    /// another host key (CONTRACT section 4: 1 outranks).
    var unreachableStatus: Int32 { ExitStatus.of(unreachable.values.map(\.code)) }

    /// The status of a plan that nobody carries out: what is in its way.
    var standingStatus: Int32 {
        ExitStatus.of(unreachable.values.map(\.code) + conflicts.map { _ in .nameTaken })
    }
}
