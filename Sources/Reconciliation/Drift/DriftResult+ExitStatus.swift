import BrokerModel

extension DriftResult {
    /// The status of the contract (section 4): 8 hides 2 to 4, since what
    /// cannot be seen may have drifted, too.
    public var exitStatus: Int32 {
        let unreachable = ExitStatus.of(self.unreachable.values.map(\.code))
        if unreachable != 0 { return unreachable }
        let isPending = !document.pending.isEmpty || !document.departedHosts.isEmpty
        switch (isPending, !document.findings.isEmpty) {
        case (false, false): return 0
        case (true, false): return 2
        case (false, true): return 3
        case (true, true): return 4
        }
    }
}
