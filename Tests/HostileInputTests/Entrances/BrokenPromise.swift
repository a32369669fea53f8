/// What a reader did with hostile bytes although it never may.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// - Throws: a broken promise, unless `condition` holds.
    static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws(BrokenPromise) {
        guard condition else { throw BrokenPromise(description()) }
    }
}
