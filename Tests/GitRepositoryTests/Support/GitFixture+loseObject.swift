import Foundation
import TestSupport

extension GitFixture {
    /// Unpacks the repository at `path` and removes one of its objects.
    func loseObject(_ id: String, in path: String) throws {
        let packs = path + "/objects/pack"
        for name in try FileManager.default.contentsOfDirectory(atPath: packs) where name.hasSuffix(".pack") {
            let pack = try Data(contentsOf: URL(fileURLWithPath: packs + "/" + name))
            for file in try FileManager.default.contentsOfDirectory(atPath: packs) {
                try FileManager.default.removeItem(atPath: packs + "/" + file)
            }
            try git(["-C", path, "unpack-objects", "-q"], input: Array(pack))
        }
        try FileManager.default.removeItem(atPath: "\(path)/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    }
}
