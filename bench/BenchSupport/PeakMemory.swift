import Foundation

/// The most memory this process ever held at once.
public enum PeakMemory {
    /// `VmHWM` of `proc(5)`, in megabytes; nil where there is no such file.
    public static var megabytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return kilobytes.map { ($0 * 1_024 + 500_000) / 1_000_000 }
    }
}
