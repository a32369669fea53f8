import Foundation

/// The ssh(1) processes of this machine, as /proc shows them.
struct MasterProcesses {
    let id: Int32
    private let words: [String]

    /// The value of an `-o` option on its command line.
    func option(_ name: String) -> String? {
        words.first { $0.hasPrefix(name + "=") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: ["\""]) }
    }

    /// Those that were told to reach a port of a test's own.
    static func all(ofPort port: UInt16) -> [MasterProcesses] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).compactMap { id in
            // Empty for a process that has ended and was not waited for.
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"), !bytes.isEmpty else {
                return nil
            }
            let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let isMaster = words.contains("ControlMaster=yes") && words.contains("Port=\(port)")
            return isMaster ? MasterProcesses(id: id, words: words) : nil
        }
    }

    /// The children of this process, ended ones that were not waited for too.
    static func children() throws -> [Int32] {
        let own = getpid()
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { id in
            guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { return false }
            // proc(5): behind the name come the state and the parent.
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            return fields.count > 1 && Int32(fields[1]) == own
        }
    }
}
