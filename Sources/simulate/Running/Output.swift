import Foundation

/// Standard output, one line at a time and at once: a supervisor reads along.
enum Output {
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
