/// A moment of a run that is seen in its journal from outside.
enum JournalPoint: String, CaseIterable, Sendable {
    /// The run is open; no step has been intended yet.
    case begun

    /// A container is being replaced: its intent is on disk, its end is not.
    case midEffect

    /// Every step has ended; the run has not.
    case allEnded

    /// An SQL expression that is true at this moment.
    var condition: String {
        switch self {
        case .begun:
            "EXISTS (SELECT 1 FROM run WHERE ended_at IS NULL AND id NOT IN (SELECT run_id FROM step))"
        case .midEffect:
            """
            EXISTS (SELECT 1 FROM step JOIN name ON name.id = step.action JOIN run ON run.id = step.run_id
                    WHERE run.ended_at IS NULL AND step.intended_at IS NOT NULL AND step.ended_at IS NULL
                      AND name.text = 'replace')
            """
        case .allEnded:
            """
            EXISTS (SELECT 1 FROM run WHERE ended_at IS NULL AND :steps =
                    (SELECT count(*) FROM step WHERE run_id = run.id AND ended_at IS NOT NULL))
            """
        }
    }

    /// Ends a process with SIGKILL at this moment. Python, because it asks some
    /// thousand times a second and the moment may be that short. It kills while it
    /// holds the lock of writers, so that the moment cannot pass meanwhile.
    /// Ends with 3 when the process ended before the moment was seen.
    static let killer = """
        import os, sqlite3, sys, time
        database, process, condition, steps = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
        connection = sqlite3.connect(database, isolation_level=None, timeout=5)
        values = {"steps": steps} if ":steps" in condition else {}
        is_now = lambda: connection.execute("SELECT " + condition, values).fetchone()[0]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if is_now():
                connection.execute("BEGIN IMMEDIATE")
                if is_now():
                    os.kill(process, 9)
                    sys.exit(0)
                connection.execute("ROLLBACK")
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                sys.exit(3)
        sys.exit(4)
        """
}
