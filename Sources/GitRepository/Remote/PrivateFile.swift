import BrokerModel
import Foundation

/// Keys and tokens, which live in files.
enum PrivateFile {
    static func isReadable(_ path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: path)
    }

    /// The first line of a file that holds one, without white space; nil when
    /// it cannot be read or is empty.
    static func line(of path: String) -> Secret? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4096,
            let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { return nil }
        let token = String(line).trimmed
        return token.isEmpty ? nil : Secret(token)
    }
}
