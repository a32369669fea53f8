import BrokerModel
import Foundation
import GRDB

/// Holds looks and observations against the records that cover them.
struct LookProof {
    private let database: Database
    private let rows: SealedRows
    private let path: String
    private var end: LookSeal.End
    private var observations: Int64 = 0
    private var looks: Int64 = 0
    private var closed: Int64 = 0

    init(_ database: Database, _ names: NameTable, path: String) throws {
        self.database = database
        self.path = path
        rows = SealedRows(database, names)
        end = try LookSeal.start(in: database)
    }

    /// - Parameter detail: the number of the text of a record that covers some.
    mutating func add(_ detail: Int64) throws {
        guard let seal = try text(detail).flatMap({ LookSeal($0) }),
            seal.looks.after == end.looks, seal.opened.after == end.opened
        else {
            throw Failure.tampered(path, "the records of what was observed do not follow each other")
        }
        let found = try rows.digest(looks: seal.looks, opened: seal.opened, closed: seal.closed)
        guard found == seal.digest else { throw Failure.tampered(path, try Self.text(seal, in: database)) }
        end = LookSeal.End(looks: seal.looks.last, opened: seal.opened.last, isSeal: true)
        looks += seal.looks.count
        observations += seal.opened.count
        closed += Int64(seal.closed.count)
    }

    func text(_ number: Int64) throws -> String? { try StoredTexts(database)[number] }

    private static func text(_ seal: LookSeal, in database: Database) throws -> String {
        let at = try Int64.fetchOne(
            database, sql: "SELECT max(looked_at) FROM coverage WHERE id <= ?", arguments: [seal.looks.last])
        let moment = at.map { " until \(Timestamp(microseconds: $0))" } ?? ""
        return "what was observed\(moment) is not as the record of it tells: looks \(seal.looks.after + 1) to "
            + "\(seal.looks.last), observations \(seal.opened.after + 1) to \(seal.opened.last)"
    }

    /// What no record covers can only be looks that showed nothing new.
    func finish(_ verification: inout AuditVerification) throws {
        verification.looks = looks
        verification.observations = observations
        guard end.isSeal else { return }
        let added = try Int64.fetchOne(
            database, sql: "SELECT count(*) FROM observation WHERE id > ?", arguments: [end.opened]) ?? 0
        let ended = try Int64.fetchOne(
            database, sql: "SELECT count(*) FROM observation WHERE valid_to IS NOT NULL") ?? 0
        guard added == 0, ended == closed else {
            throw Failure.tampered(
                path, "there are observations that began or ended, and no record tells of it: \(added), \(ended - closed)")
        }
        verification.unsealedLooks =
            try Int64.fetchOne(database, sql: "SELECT count(*) FROM coverage WHERE id > ?", arguments: [end.looks]) ?? 0
    }

    /// A chain that does not begin with its first record has a record that tells
    /// so, and of the observations that stayed.
    ///
    /// - Parameter detail: the number of the text of the last such record.
    func proveStart(_ start: AuditPlace, told detail: Int64?) throws {
        guard start.sequence > 0 else { return }
        guard let seal = try detail.flatMap({ try text($0) }).flatMap({ PruneSeal($0) }), seal.last == start else {
            throw Failure.tampered(
                path, "the chain begins after record \(start.sequence), and no record tells that it was pruned")
        }
        guard let segment = try PrunedSegment.last(in: database), segment.last == start.sequence else {
            throw Failure.tampered(path, "what was pruned is not as the record of it tells")
        }
        if let stayed = seal.stayed {
            guard try rows.digest(ofKept: segment, stayed) == seal.kept else {
                throw Failure.tampered(
                    path, "what stayed when records up to \(start.sequence) were pruned is not as it was kept")
            }
            return
        }
        guard try rows.digest(ofKept: segment.lastObservation) == seal.kept else {
            throw Failure.tampered(path, "observations from before record \(start.sequence) are not as they were kept")
        }
    }
}
