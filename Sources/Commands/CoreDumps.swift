import Glibc

/// What this process holds in memory, secrets among it, must not end up in a
/// file when it crashes.
enum CoreDumps {
    /// prctl(2), `PR_SET_DUMPABLE`.
    private static let setDumpable: CInt = 4

    /// No core dump of this process from now on, nor of the programs it
    /// starts; no other process of the same user reads its memory.
    ///
    /// The limit alone is not enough: the kernel ignores it where dumps go to
    /// a program (core(5), "Piping core dumps to a program").
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        typealias Control = @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
        // Swift cannot call a C function with `...`. Whole numbers are passed to one as to any other on Linux.
        guard let symbol = dlsym(nil, "prctl") else { return }
        _ = unsafeBitCast(symbol, to: Control.self)(setDumpable, 0, 0, 0, 0)
    }
}
