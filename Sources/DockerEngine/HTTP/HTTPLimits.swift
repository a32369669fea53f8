/// What a response may cost at most, so that an engine that misbehaves cannot
/// take this process's memory.
package struct HTTPLimits: Sendable {
    package init() {}

    /// Bytes of one line: status, header field, chunk size.
    var line = 16 << 10

    /// Bytes of all lines of one head, or of one trailer.
    var head = 64 << 10

    /// Header fields of one head.
    var fields = 128

    /// Bytes of a body that is collected. A full inspect is about 4 kB a
    /// container; a list of images or containers far below this.
    var body = 64 << 20
}
