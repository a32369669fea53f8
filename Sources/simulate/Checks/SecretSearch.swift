import Foundation

/// Looks for marks of secrets where none belong.
enum SecretSearch {
    /// The files of a directory that hold the mark.
    static func files(in directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { name in
            guard let data = FileManager.default.contents(atPath: directory + "/" + name) else { return false }
            return data.range(of: Data(Canaries.mark.utf8)) != nil
        }
    }
}
