/// What the command line says.
struct Options {
    var from: UInt64 = 1
    var count: UInt64 = 1000
    var jobs: UInt64 = 2

    /// Whether to tell what happened.
    var tellsStory = false

    /// Workers run every n-th seed themselves.
    var isWorker = false

    init(_ arguments: some Sequence<String>) {
        var arguments = Array(arguments)[...]
        while let argument = arguments.popFirst() {
            switch argument {
            case "--from": from = Self.number(&arguments) ?? from
            case "--count": count = Self.number(&arguments) ?? count
            case "--jobs": jobs = max(1, Self.number(&arguments) ?? jobs)
            case "--seed":
                from = Self.number(&arguments) ?? from
                count = 1
                jobs = 1
                tellsStory = true
            case "--story": tellsStory = true
            case "--worker": isWorker = true
            default: continue
            }
        }
    }

    private static func number(_ arguments: inout ArraySlice<String>) -> UInt64? {
        arguments.popFirst().flatMap { UInt64($0) }
    }
}
