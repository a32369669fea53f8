import Foundation
import SSH

extension Entrance {
    /// A pinned key: what is read is written as it was read.
    static let hostKey = Entrance(name: "host-key") { (bytes: [UInt8]) throws(BrokenPromise) in
        guard let key = try? PinnedHostKey(String(decoding: bytes, as: UTF8.self)) else { return }
        let again = try? PinnedHostKey(key.description)
        try BrokenPromise.unless(again == key, "a key that is not read back as it was written")
        try BrokenPromise.unless(key.fingerprint.hasPrefix("SHA256:"), "a key without a fingerprint")
    }
}
