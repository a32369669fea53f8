import Reconciliation

extension [AvailabilityDocument.NodeEntry] {
    /// The least available first, then those of which least is known: what a
    /// meeting talks about stands at the top.
    var worstFirst: Self {
        sorted { one, other in
            let (left, right) = (one.available ?? 2, other.available ?? 2)
            if left != right { return left < right }
            if one.unknown != other.unknown { return one.unknown > other.unknown }
            return (one.centreId ?? "") < (other.centreId ?? "")
        }
    }
}
