/// How much more a service may take at a day's end, and in any hour on the way there, than
/// it took after two hours, when what is filled once is full. What was measured is in
/// `docs/performance.md`; what grows with polls, events or mending, of which there are
/// thousands in a day, is far beyond these.
enum DayLimits {
    static let megabytes = 20
    static let descriptors = 8
    static let threads = 8

    /// Each host's once more.
    static let connections = 9

    /// What is broken, in words; empty when nothing is.
    ///
    /// - Parameter later: of every hour after `early`.
    static func broken(_ early: ProcessUse, _ later: [ProcessUse], connections opened: Int) -> [String] {
        func most(_ what: KeyPath<ProcessUse, Int>) -> Int {
            later.map { $0[keyPath: what] - early[keyPath: what] }.max() ?? 0
        }
        let grown = [
            ("megabytes of memory", most(\.megabytes), megabytes),
            ("descriptors", most(\.descriptors), descriptors),
            ("threads", most(\.threads), threads),
            ("connections opened", opened, connections),
        ]
        return grown.filter { $0.1 > $0.2 }.map { "\($0.1) more \($0.0) than after 2 h, at most \($0.2) were promised" }
    }
}
