import Foundation
import TestSupport

/// Asks the installed ssh(1) what it makes of its words (`ssh -G`).
enum OpenSSHProbe {
    /// - Parameter configuration: takes the place of the file `-F` names.
    static func settings(_ words: [String], configuration: String) async throws -> [String: String] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "ssh_config")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        var words = words
        if let place = words.firstIndex(of: "-F") { words[place + 1] = file.path }
        // The shell's part is to put the output into a file.
        let output = directory.appending(path: "settings")
        try await ChildProcess.run(
            "/bin/sh", ["-c", #"file=$1; shift; exec ssh -G "$@" >"$file""#, "sh", output.path] + words)
        let text = try String(contentsOf: output, encoding: .utf8)
        let pairs = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ", maxSplits: 1) }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
            uniquingKeysWith: { first, _ in first })
    }
}
