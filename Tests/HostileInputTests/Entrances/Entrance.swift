/// A place where bytes that others chose come into the program.
///
/// Whatever the bytes, what reads them gives a value or an error of its own
/// type. The fuzzer (`scripts/fuzz`) and the tests go through the same
/// entrances; the inputs of one lie in `fuzz/corpus/NAME`, those that once
/// broke something in `fuzz/regressions/NAME`.
struct Entrance: Sendable {
    let name: String

    /// Takes the bytes in.
    ///
    /// - Throws: ``BrokenPromise`` when what came of them cannot be right.
    ///   Errors of the reader itself do not leave.
    let admit: @Sendable ([UInt8]) throws(BrokenPromise) -> Void

    static let all: [Entrance] = [
        yaml, desiredState, controllerConfiguration, planDocument, dockerJSON, dockerEvents, httpResponse,
        containerLog, helperAnswer, haproxy, traefikRouters, antiloopMetrics, manifest, hostKey, imageArchive, sshMessages,
    ]
}

extension Entrance: CustomStringConvertible {
    var description: String { name }
}
