import Glibc
import Testing

@testable import Commands

/// Secrets in memory stay there.
@Suite("No core dumps")
struct CoreDumpTests {
    @Test("a process that forbade them leaves none, and cannot be looked into")
    func forbidden() async {
        await #expect(processExitsWith: .success) {
            CoreDumps.forbid()
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
            guard limit.rlim_cur == 0, limit.rlim_max == 0 else { exit(1) }
            // What may not be dumped belongs to root (proc(5), "/proc/pid").
            var status = stat()
            guard stat("/proc/self/environ", &status) == 0 else { exit(2) }
            let isRoot = getuid() == 0
            guard isRoot || status.st_uid == 0 else { exit(3) }
            typealias Control =
                @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
            let isDumpable: CInt = 3
            guard let symbol = dlsym(nil, "prctl") else { exit(4) }
            exit(unsafeBitCast(symbol, to: Control.self)(isDumpable, 0, 0, 0, 0) == 0 ? 0 : 5)
        }
    }
}
