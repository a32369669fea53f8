import Foundation
import Glibc

/// Who is at the other end of the service's socket. The kernel says so
/// (`SO_PEERCRED`, unix(7)), not the caller.
struct Caller: Sendable, Equatable {
    /// The user the process ran as when it connected.
    var user: UInt32

    /// Who had logged in, where root acts for somebody: the kernel keeps it over
    /// `sudo` and `su` (pam_loginuid(8)). Nil when nobody had.
    var login: UInt32?

    /// What the kernel gives as `struct ucred`.
    struct Credentials: Sendable {
        var process: Int32
        var user: UInt32
        var group: UInt32
    }

    init(user: UInt32, login: UInt32? = nil) {
        self.user = user
        self.login = login
    }

    init(_ credentials: Credentials) {
        user = credentials.user
        // Anybody else is who it is, and by now the number may be another process's.
        login = user == 0 ? Self.login(of: credentials.process) : nil
    }

    /// The name of the account, or its number where it has none.
    var name: String { Self.name(of: login ?? user) }

    private static func login(of process: Int32) -> UInt32? {
        guard process > 0, let data = FileManager.default.contents(atPath: "/proc/\(process)/loginuid"),
            let number = UInt32(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        // "Not set", as a number.
        return number == .max ? nil : number
    }

    private static func name(of user: UInt32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { texts in
            var account = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let room = texts.baseAddress,
                getpwuid_r(user, &account, room, texts.count, &found) == 0, found != nil, let name = account.pw_name
            else { return "uid \(user)" }
            return String(cString: name)
        }
    }
}
