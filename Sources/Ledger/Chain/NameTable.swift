import GRDB

/// The texts behind the integers, read once each.
final class NameTable {
    private let database: Database

    /// By their integers, which are counted from 1.
    private var texts: [String?] = []

    /// A ledger has no more names than this; whose file has such integers gets no
    /// memory for those between.
    private static let limit = 1 << 24

    init(_ database: Database) {
        self.database = database
    }

    /// Reads all at once: for those who go through the whole ledger.
    func readAll() throws {
        try database.scan("SELECT id, text FROM name") { keep($0.text(1), $0.integer(0)) }
    }

    /// - Returns: nil for an integer that stands for nothing.
    subscript(id: Int64) -> String? {
        get throws {
            if id >= 0, id < texts.count, let text = texts[Int(id)] { return text }
            let text = try String.fetchOne(
                database.cachedStatement(sql: "SELECT text FROM name WHERE id = ?"), arguments: [id])
            if let text { keep(text, id) }
            return text
        }
    }

    subscript(id: Int64?) -> String? {
        get throws { try id.flatMap { try self[$0] } }
    }

    private func keep(_ text: String, _ id: Int64) {
        guard id >= 0, id < Self.limit else { return }
        let place = Int(id)
        if place >= texts.count { texts.append(contentsOf: repeatElement(nil, count: place + 1 - texts.count)) }
        texts[place] = text
    }
}
