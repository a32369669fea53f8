import BrokerModel
import Foundation
import Glibc
import Ledger

/// A ledger in which nothing happened yet, made once and copied for each seed:
/// to make one takes a good part of a small seed.
struct LedgerTemplate {
    private let directory = "\(Worker.place)/isobar-simulation-\(getpid())-template"
    private var file: String { directory + "/ledger.sqlite" }

    /// Puts the ledger where a controller will look for its own. Where that does
    /// not succeed, the controller makes one.
    func copy(to path: String) {
        if access(file, R_OK) != 0 {
            try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            // All of it is in the one file when the store is closed.
            _ = try? LedgerStore(path: file, clock: { 0 }, access: .inPlace {})
        }
        try? FileManager.default.copyItem(atPath: file, toPath: path)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
