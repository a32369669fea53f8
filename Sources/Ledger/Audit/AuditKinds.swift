import GRDB

/// What was done, how it ended and by whom: the kinds of records there are, of
/// which there are few. The indexes hold the records of each kind in their order.
struct AuditKinds {
    let database: Database

    /// Nil holds for any.
    var actions: [Int64]?
    var outcomes: [Int64]?
    var actors: [Int64]?

    private static let columns = ["outcome", "action", "actor"]

    var areNarrowed: Bool { actions != nil || outcomes != nil || actors != nil }

    /// The kinds that match, each as a condition over integers.
    ///
    /// - Parameter subject: of records about this alone; nil of all.
    func matching(subject: Int64? = nil) throws -> [AuditStream] {
        var found: [[Int64]] = [subject.map { [$0] } ?? []]
        for (depth, allowed) in [outcomes, actions, actors].enumerated() {
            found = try found.flatMap { prefix in
                try (allowed ?? values(depth, prefix, subject)).map { prefix + [$0] }
            }
        }
        let (index, columns) = Self.index(subject)
        return found.map { AuditStream(index: index, columns: columns, values: $0) }
    }

    /// The actions and outcomes that any record has.
    func words() throws -> (actions: Set<String>, outcomes: Set<String>) {
        let name = try database.cachedStatement(sql: "SELECT text FROM name WHERE id = ?")
        func words(_ ids: Set<Int64>) throws -> Set<String> {
            Set(try ids.compactMap { try String.fetchOne(name, arguments: [$0]) })
        }
        let outcomes = try values(0, [], nil)
        let actions = try outcomes.flatMap { try values(1, [$0], nil) }
        return (try words(Set(actions)), try words(Set(outcomes)))
    }

    /// From one value to the next in the index, not through all records.
    private func values(_ depth: Int, _ prefix: [Int64], _ subject: Int64?) throws -> [Int64] {
        let (index, columns) = Self.index(subject)
        let column = Self.columns[depth]
        let fixed = columns.prefix(prefix.count).map { "\($0) = ? AND " }.joined()
        let statement = try database.cachedStatement(
            sql: "SELECT min(\(column)) FROM audit INDEXED BY \(index) WHERE \(fixed)\(column) > ?")
        var values: [Int64] = []
        while let next = try Int64.fetchOne(statement, arguments: StatementArguments(prefix + [values.last ?? 0])) {
            values.append(next)
        }
        return values
    }

    private static func index(_ subject: Int64?) -> (name: String, columns: [String]) {
        subject == nil ? ("audit_kind", columns) : ("audit_subject_kind", ["subject"] + columns)
    }
}
