import Foundation

/// What this process takes at a moment (`proc(5)`).
struct ProcessUse {
    /// Its own memory, `RssAnon`, in megabytes: pages of the program's files come and go.
    var megabytes: Int
    var descriptors: Int
    var threads: Int

    static var now: ProcessUse {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let resident = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        let kilobytes = resident?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        return ProcessUse(
            megabytes: (kilobytes * 1_024 + 500_000) / 1_000_000, descriptors: count("/proc/self/fd"),
            threads: count("/proc/self/task"))
    }

    private static func count(_ directory: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: directory).count) ?? 0
    }
}
