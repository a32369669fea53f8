import CLibFuzzer
import Glibc

/// libFuzzer over one entrance, which the environment variable
/// `ISOBAR_FUZZ_ENTRANCE` names; the arguments are libFuzzer's own.
@main
enum Fuzzer {
    private static let entrance = getenv("ISOBAR_FUZZ_ENTRANCE").flatMap { name in
        Entrance.all.first { $0.name == String(cString: name) }
    }

    static func main() {
        guard entrance != nil else {
            print(Entrance.all.map(\.name).joined(separator: "\n"))
            return
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in Fuzzer.admit(bytes, size) })
    }

    private static func admit(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
        do {
            try entrance?.admit(Array(UnsafeBufferPointer(start: bytes, count: size)))
        } catch {
            fatalError(error.description)
        }
        return 0
    }
}
