@testable import SSH

extension Entrance {
    /// What the system's OpenSSH passes on from a host: understood alike in
    /// whatever portions it comes, and no more of it kept than the window allows.
    static let sshMessages = Entrance(name: "ssh-messages") { (bytes: [UInt8]) throws(BrokenPromise) in
        let whole = ConnectionReading(of: [bytes[...]])
        for channel in whole.channels {
            try BrokenPromise.unless(
                channel.output.count + channel.errorOutput.count <= ProxiedChannel.window,
                "more was kept than the window allows")
        }
        // A closing for each channel; nothing else is said unasked.
        try BrokenPromise.unless(whole.answers.count <= 2 * 10, "\(whole.answers.count) bytes of answers")
        for size in [1, 5] {
            let portions = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
            try BrokenPromise.unless(ConnectionReading(of: portions) == whole, "portions of \(size) are read otherwise")
        }
    }
}
