import BrokerModel
import GRDB

/// Digests over the values of rows beside the chain, for records of it.
final class SealedRows {
    private let database: Database
    private let names: NameTable

    /// Memory that is used again.
    private var spare = CanonicalBytes()

    init(_ database: Database, _ names: NameTable) {
        self.database = database
        self.names = names
    }

    /// Over looks, observations that began, and observations that ended: each
    /// with all its values, in the order of their numbers.
    func digest(looks: LookSeal.Range, opened: LookSeal.Range, closed: [Int64]) throws -> Digest {
        try digest("looks 1") { bytes in
            try addLooks(looks, to: &bytes)
            try addObservations("opened", Self.between, [opened.after, opened.last], to: &bytes)
            if !closed.isEmpty {
                let numbers = "[" + closed.map { String($0) }.joined(separator: ",") + "]"
                try addObservations("closed", Self.among, [numbers], ends: true, to: &bytes)
            }
        }
    }

    /// Over observations that stay when the records that told of them are
    /// pruned.
    func digest(ofKept last: Int64) throws -> Digest {
        try digest("kept 1") { try addObservations("kept", Self.upTo, [last], to: &$0) }
    }

    /// Over all that stays then: besides observations runs to which something refers,
    /// what counts as applied, last looks, decisions of people, and commits.
    func digest(ofKept segment: PrunedSegment, _ stayed: PruneSeal.Stayed) throws -> Digest {
        try digest("kept 2") { bytes in
            bytes.field("runs", segment.lastRun)
            bytes.field("looks", segment.lastLook)
            bytes.field("observations", segment.lastObservation)
            try addObservations("kept", Self.upTo, [segment.lastObservation], to: &bytes)
            try add("run", KeptTable.runs, [segment.lastRun], to: &bytes)
            try add("applied", KeptTable.applied, [segment.lastRun, segment.lastRun], to: &bytes)
            try add("look", KeptTable.looks, [segment.lastLook], to: &bytes)
            for table in KeptTable.told {
                try table.add(
                    upTo: stayed.newest[table.name] ?? 0, open: stayed.open[table.name] ?? [], in: database, to: &bytes)
            }
        }
    }

    private func add(
        _ word: StaticString, _ sql: String, _ arguments: StatementArguments, to bytes: inout CanonicalBytes
    ) throws {
        try database.scan(sql, arguments) { row in
            bytes.field(word, row.text(0))
            bytes.fold()
        }
    }

    /// Over a run that ended, its steps in the order they were begun.
    func digest(ofRun run: Int64, _ form: RunSeal.Form) throws -> Digest {
        try digest(form == .rows ? "run 1" : "run 2") { bytes in
            bytes.field("run", run)
            try addBeginning(of: run, to: &bytes)
            if form == .rowsAndCommit { try addCommit(of: run, to: &bytes) }
            try addSteps(of: run, withKinds: form == .rowsAndCommit, to: &bytes)
            try addApplied(by: run, to: &bytes)
        }
    }

    private func digest(_ kind: String, _ add: (inout CanonicalBytes) throws -> Void) rethrows -> Digest {
        var bytes = CanonicalBytes()
        swap(&bytes, &spare)
        bytes.field("seal", kind)
        try add(&bytes)
        let digest = bytes.finish()
        swap(&bytes, &spare)
        return digest
    }

    private func addLooks(_ range: LookSeal.Range, to bytes: inout CanonicalBytes) throws {
        try database.scan(
            """
            SELECT coverage.host, coverage.looked_at, coverage.failure, blob.digest FROM coverage
            LEFT JOIN blob ON blob.id = coverage.detail
            WHERE coverage.id BETWEEN ? + 1 AND ? ORDER BY coverage.id
            """, [range.after, range.last]
        ) { row in
            bytes.field("look", try names[row.integer(0)])
            bytes.field("at", row.integer(1))
            bytes.field("failure", try names[row.integer(optional: 2)])
            bytes.field("detail", try row.digest(optional: 3))
            bytes.fold()
        }
    }

    private static let observations = """
        SELECT o.id, o.resource, o.host, o.valid_from, o.digest, o.owned, blob.digest, o.valid_to
        FROM observation o LEFT JOIN blob ON blob.id = o.record WHERE o.id
        """
    private static let between = observations + " BETWEEN ? + 1 AND ? ORDER BY o.id"
    private static let among = observations + " IN (SELECT value FROM json_each(?)) ORDER BY o.id"
    private static let upTo = observations + " <= ? ORDER BY o.id"

    private func addObservations(
        _ word: StaticString, _ sql: String, _ arguments: StatementArguments, ends: Bool = false,
        to bytes: inout CanonicalBytes
    ) throws {
        try database.scan(sql, arguments) { row in
            bytes.field(word, row.integer(0))
            bytes.field("resource", try names[row.integer(1)])
            bytes.field("host", try names[row.integer(2)])
            bytes.field("from", row.integer(3))
            bytes.field("digest", try row.digest(4))
            bytes.field("owned", row.integer(5))
            bytes.field("record", try row.digest(optional: 6))
            if ends { bytes.field("to", optional: row.integer(optional: 7)) }
            bytes.fold()
        }
    }

    private func addBeginning(of run: Int64, to bytes: inout CanonicalBytes) throws {
        try database.scan(
            """
            SELECT run.started_at, run.actor, run.command, plan.digest, plan.observed_at, blob.digest FROM run
            JOIN plan ON plan.id = run.plan_id JOIN blob ON blob.id = plan.body WHERE run.id = ?
            """, [run]
        ) { row in
            bytes.field("at", row.integer(0))
            bytes.field("actor", try names[row.integer(1)])
            bytes.field("command", try names[row.integer(2)])
            bytes.field("plan", try row.digest(3))
            bytes.field("observed", row.integer(4))
            bytes.field("body", try row.digest(5))
        }
    }

    private func addCommit(of run: Int64, to bytes: inout CanonicalBytes) throws {
        try database.scan(
            """
            SELECT "commit".author, "commit".authored_at, "commit".summary FROM run
            JOIN "commit" ON "commit".id = run.commit_id WHERE run.id = ?
            """, [run]
        ) { row in
            bytes.field("author", try names[row.integer(0)])
            bytes.field("authored", row.integer(1))
            bytes.field("summary", row.text(2))
        }
    }

    private func addSteps(of run: Int64, withKinds: Bool, to bytes: inout CanonicalBytes) throws {
        try database.scan(
            """
            SELECT step.step, step.resource, step.action, step.cause, step.outcome, step.code, step.reduces,
                step.intended_at, step.ended_at, step.away_us, changes.digest, detail.digest, step.kind
            FROM step LEFT JOIN blob changes ON changes.id = step.changes
            LEFT JOIN blob detail ON detail.id = step.detail
            WHERE step.run_id = ? ORDER BY step.id
            """, [run]
        ) { row in
            bytes.field("step", try names[row.integer(optional: 0)])
            bytes.field("resource", try names[row.integer(optional: 1)])
            bytes.field("action", try names[row.integer(optional: 2)])
            bytes.field("cause", try names[row.integer(optional: 3)])
            bytes.field("outcome", try names[row.integer(optional: 4)])
            bytes.field("code", try names[row.integer(optional: 5)])
            bytes.field("reduces", try names[row.integer(optional: 6)])
            bytes.field("intended", optional: row.integer(optional: 7))
            bytes.field("ended", optional: row.integer(optional: 8))
            bytes.field("away", optional: row.integer(optional: 9))
            bytes.field("changes", try row.digest(optional: 10))
            bytes.field("detail", try row.digest(optional: 11))
            if withKinds { bytes.field("kind", try names[row.integer(optional: 12)]) }
            bytes.fold()
        }
    }

    private func addApplied(by run: Int64, to bytes: inout CanonicalBytes) throws {
        try database.scan("SELECT resource, digest FROM applied WHERE run_id = ? ORDER BY id", [run]) { row in
            bytes.field("applied", try names[row.integer(0)])
            bytes.field("digest", try row.digest(1))
        }
        try database.scan("SELECT resource FROM applied WHERE ended_by = ? ORDER BY id", [run]) { row in
            bytes.field("ended", try names[row.integer(0)])
        }
    }
}
