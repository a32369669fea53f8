#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The code of the program and of its libraries in memory.
///
/// Most of what it took to start and to roll something out is not run again while
/// nothing happens, and of all that comes from files the kernel keeps code the longest.
/// What is given back is read from the page cache again when it is run.
struct ProgramPages: Sendable {
    /// Memory does not know of a clock that runs fast.
    private let timer = ContinuousClock()

    /// Between two times: long beside what it takes to come back, about a millisecond.
    static let interval: Duration = .seconds(20)

    /// Gives them back again and again, until the task is cancelled.
    func run() async {
        while (try? await timer.sleep(for: Self.interval)) != nil {
            Self.release()
        }
    }

    /// Gives back what is mapped of code, all of which is as it is in the files: no
    /// page of it can be written to (madvise(2), MADV_DONTNEED). Elsewhere than on
    /// Linux it does nothing.
    static func release() {
        #if os(Linux)
        for line in text(ofProcess: "maps").split(separator: "\n") {
            guard let range = codeRange(line), let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound)
            else { continue }
            madvise(start, range.count, MADV_DONTNEED)
        }
        #endif
    }

    /// All of a file of proc(5) about this process; empty where it cannot be read.
    ///
    /// Such files tell no size and come in pieces: a reader that ends at the first short
    /// piece, as Foundation's, has the beginning.
    static func text(ofProcess name: String) -> String {
        let file = open("/proc/self/" + name, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &piece, piece.count), count > 0 {
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a line of /proc/self/maps says of code from a file; nil for all else (proc(5)).
    ///
    ///     7f2c5a400000-7f2c5a9f1000 r-xp 00200000 fe:00 1835 /usr/bin/isobar
    static func codeRange(_ line: some StringProtocol) -> Range<UInt>? {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count == 6, fields[1] == "r-xp", fields[5].drop(while: { $0 == " " }).hasPrefix("/") else {
            return nil
        }
        let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard ends.count == 2, ends[0] < ends[1] else { return nil }
        return ends[0]..<ends[1]
    }
}
