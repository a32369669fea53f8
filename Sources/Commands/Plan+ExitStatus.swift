import BrokerModel

extension Plan {
    /// The status for hosts that could not be looked at: 8, or 1 when one of
    /// them was refused for a reason that waiting does not mend, such as
    /// another host key (CONTRACT section 4: 1 outranks).
    var unreachableStatus: Int32 {
        let incomplete = FailureCode.incomplete.exitStatus
        return unreachable.values.map(\.code.exitStatus).first { $0 != incomplete } ?? incomplete
    }
}
