import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Brings an exported history back into a ledger that ends where it begins:
    /// an empty one for a whole export. All of the file or nothing.
    ///
    /// Every record's hash is computed anew and compared. The caller holds the
    /// run lock.
    public func importAudit(from path: String) async throws -> ImportResult {
        try await write("import an export") { transaction in
            var work = ExportImport(path: path, transaction: transaction)
            let result = try work.run()
            transaction = work.transaction
            return result
        }
    }
}

/// Writes the lines of an export into a ledger.
private struct ExportImport {
    let path: String
    private(set) var transaction: LedgerTransaction
    private var result = ImportResult()
    private let rows: SealedRows

    init(path: String, transaction: LedgerTransaction) {
        self.path = path
        self.transaction = transaction
        rows = SealedRows(transaction.database, NameTable(transaction.database))
    }

    mutating func run() throws -> ImportResult {
        let file = try LineFile(path: path)
        let header = try ExportFile.header(file.next(), path: path)
        var last = try place(of: header)
        let decoder = JSONDecoder()
        while let bytes = file.next() {
            guard let line = try? decoder.decode(ExportLine.self, from: Data(bytes)) else {
                throw ExportFile.damaged(path, line: file.number)
            }
            if let run = line.run { try add(run, line: file.number) }
            if let ended = line.ended { try add(ended) }
            if let looks = line.looks {
                try transaction.add(looks)
                result.looks += Int64(looks.looks.count)
                result.observations += Int64(looks.opened.count)
            }
            if let record = line.record {
                last = try add(record, after: last)
                try prove(record)
            }
        }
        result.last = last
        return result
    }

    /// Where the ledger ends; it has to be where the file begins.
    private mutating func place(of header: ExportLine.Header) throws -> AuditPlace {
        let end = try transaction.head()
        guard end.sequence == header.after, Digest(header.previous) == end.hash else {
            throw Failure(
                .exportUnusable, attempted: "import an export", on: path,
                response: "it begins after record \(header.after), and the ledger ends with record \(end.sequence)",
                remedy: end.sequence == 0
                    ? "import the exports from the first on, in their order"
                    : "a whole export goes into an empty ledger: import before anything else is done with it")
        }
        return end
    }

    private mutating func add(_ run: ExportLine.Run, line: Int) throws {
        guard let digest = Digest(run.plan.digest) else { throw ExportFile.damaged(path, line: line) }
        let plan: StatementArguments = [
            digest.data, try run.plan.commit.map { try commit($0) }, run.plan.observedAt,
            try transaction.blob(run.plan.body),
        ]
        try transaction.execute("INSERT INTO plan (digest, commit_id, observed_at, body) VALUES (?, ?, ?, ?)", plan)
        let number = transaction.database.lastInsertedRowID
        let arguments: StatementArguments = [
            run.run, run.startedAt, try transaction.name(run.actor), try transaction.name(run.command),
            try run.commit.map { try commit($0) }, number,
        ]
        try transaction.execute(
            "INSERT INTO run (id, started_at, actor, command, commit_id, plan_id) VALUES (?, ?, ?, ?, ?, ?)", arguments)
        result.runs += 1
    }

    private mutating func add(_ ended: ExportLine.Ended) throws {
        for step in ended.steps {
            let arguments: StatementArguments = [
                ended.run, try transaction.name(step.step), try transaction.name(step.resource),
                try transaction.name(step.action), try transaction.name(step.cause), step.intendedAt,
                try step.changes.map(transaction.blob), step.endedAt, try step.outcome.map { try transaction.name($0) },
                try step.code.map { try transaction.name($0) }, try step.detail.map(transaction.blob),
                try step.reduces.map { try transaction.name($0) }, step.away,
                try transaction.name(StepKind.text(step.action, stored: step.changes)),
            ]
            try transaction.execute(
                """
                INSERT INTO step
                    (run_id, step, resource, action, cause, intended_at, changes, ended_at, outcome, code, detail,
                    reduces, away_us, kind)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments)
        }
        result.steps += Int64(ended.steps.count)
        try transaction.execute(
            "UPDATE run SET ended_at = ?, outcome = ? WHERE id = ?",
            [ended.endedAt, try transaction.name(ended.outcome), ended.run])
        try transaction.add(ended.applied, replacing: ended.replaced, by: ended.run)
    }

    /// - Returns: the place after it.
    private mutating func add(_ line: ExportLine.Record, after last: AuditPlace) throws -> AuditPlace {
        let record = AuditRecord(
            sequence: line.sequence, at: Timestamp(microseconds: line.at), actor: line.actor, action: line.action,
            subject: line.subject, run: line.run, commit: line.commit.map { AuditRecord.text(ofCommit: Hexadecimal.bytes($0.hash)) },
            outcome: line.outcome, detail: line.detail.map { Digest(of: $0) })
        guard line.sequence == last.sequence + 1, let hash = record.hash(after: last.hash, encoding: line.encoding),
            hash == Digest(line.hash)
        else { throw misfit("record \(line.sequence) does not fit the ones before it") }
        let arguments: StatementArguments = [
            record.sequence, line.at, try transaction.name(line.actor), try transaction.name(line.action),
            try transaction.name(line.subject), line.run, try line.commit.map { try commit($0) },
            try transaction.name(line.outcome), try line.detail.map(transaction.blob), line.encoding, hash.data,
        ]
        try transaction.execute(
            """
            INSERT INTO audit (sequence, at, actor, action, subject, run_id, commit_id, outcome, detail, encoding, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, arguments)
        result.records += 1
        let place = AuditPlace(sequence: line.sequence, hash: hash)
        transaction.chainHead = place
        return place
    }

    /// Holds the rows that stood before a record against what it says of them.
    private func prove(_ record: ExportLine.Record) throws {
        guard let detail = record.detail else { return }
        if record.subject == LookSeal.subject, let seal = LookSeal(detail) {
            let found = try rows.digest(looks: seal.looks, opened: seal.opened, closed: seal.closed)
            guard found == seal.digest else {
                throw misfit("what was observed before record \(record.sequence) is not as the record tells")
            }
        } else if let run = record.run, record.subject == "run/\(run)", let sealed = RunSeal(endOf: detail) {
            guard try rows.digest(ofRun: run, sealed.form) == sealed.digest else {
                throw misfit("run \(run) and its steps are not as record \(record.sequence) tells")
            }
        }
    }

    private func misfit(_ response: String) -> Failure {
        Failure(
            .ledgerTampered, attempted: "import an export", on: path, response: response,
            remedy: "the file was changed, or lines of it are missing: take another copy")
    }

    private mutating func commit(_ commit: ExportLine.Commit) throws -> Int64 {
        try transaction.commit(
            CommitRecord(
                hash: Hexadecimal.bytes(commit.hash), author: commit.author,
                authoredAt: Timestamp(microseconds: commit.authoredAt), summary: commit.summary))
    }
}
