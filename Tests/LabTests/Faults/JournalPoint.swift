/// A moment of a run that is seen in its journal from outside.
enum JournalPoint: String, CaseIterable, Sendable {
    /// The run is open; no step has been intended yet.
    case begun

    /// A container is being replaced: its intent is on disk, its end is not.
    case midEffect

    /// Every step has ended; the run has not.
    case allEnded

    /// An SQL expression that is true at this moment of the run `:run`, whose
    /// plan has `:steps` steps.
    var condition: String {
        switch self {
        case .begun:
            "NOT EXISTS (SELECT 1 FROM step WHERE run_id = :run) AND :steps > 0"
        case .midEffect:
            """
            EXISTS (SELECT 1 FROM step JOIN name ON name.id = step.action
                    WHERE run_id = :run AND intended_at IS NOT NULL AND ended_at IS NULL
                      AND name.text = 'replace') AND :steps > 0
            """
        case .allEnded:
            ":steps = (SELECT count(*) FROM step WHERE run_id = :run AND ended_at IS NOT NULL)"
        }
    }

    /// Ends a process with SIGKILL at this moment. Python, because it asks some
    /// thousand times a second and the moment may be that short. It kills while it
    /// holds the lock of writers, so that the moment cannot pass meanwhile.
    /// Ends with 3 when the process ended before the moment was seen.
    static let killer = """
        import json, os, sqlite3, sys, time, zlib
        database, process, condition = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        connection = sqlite3.connect(database, isolation_level=None, timeout=60)
        is_now = lambda: connection.execute("SELECT " + condition, run).fetchone()[0]
        run = None
        end = time.monotonic() + 300
        while time.monotonic() < end:
            if run is None:
                found = connection.execute(
                    "SELECT run.id, blob.encoding, blob.content FROM run JOIN plan ON plan.id = run.plan_id "
                    "JOIN blob ON blob.id = plan.body WHERE run.ended_at IS NULL").fetchone()
                if found:
                    body = zlib.decompress(found[2]) if found[1] else found[2]
                    run = {"run": found[0], "steps": len(json.loads(body)["steps"])}
            if run and is_now():
                connection.execute("BEGIN IMMEDIATE")
                if is_now():
                    os.kill(process, 9)
                    sys.exit(0)
                connection.execute("ROLLBACK")
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                sys.exit(3)
        sys.exit("it did not come within five minutes: " + str(run))
        """
}
