import Foundation

/// Attributes of a process to be started by posix_spawn(3).
enum SpawnAttributes {
    /// Lends attributes by which no signal is blocked in the new process:
    /// threads of Dispatch block some, and a child inherits that.
    static func withAllSignals<Result>(_ body: (inout posix_spawnattr_t) throws -> Result) rethrows -> Result {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        return try body(&attributes)
    }
}
