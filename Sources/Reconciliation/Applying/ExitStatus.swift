public import BrokerModel

/// The one status a command ends with when several things went wrong, by the
/// meanings of CONTRACT section 4.
public enum ExitStatus {
    /// From the one that hides all others to the one that all others hide.
    ///
    /// An interruption says why anything is missing at all. An error is what a
    /// person has to look into. Then what a person decides on: what was rolled
    /// back, what policy or a lock refused, what moved since the review. Hosts
    /// that could not be reached come last, since waiting mends them: 8 means
    /// that nothing else went wrong.
    public static let ranking: [Int32] = [130, 1, 6, 7, 5, 8]

    /// - Returns: 0 when there was no failure; a status that is not in
    ///   ``ranking`` counts as an error.
    public static func of(_ codes: some Sequence<FailureCode>) -> Int32 {
        let statuses = Set(codes.map { ranking.contains($0.exitStatus) ? $0.exitStatus : 1 })
        return ranking.first(where: statuses.contains) ?? 0
    }
}
