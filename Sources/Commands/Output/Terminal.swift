import Glibc

/// What is known of where the output goes.
struct Terminal: Sendable {
    /// Whether colours may be used: on a terminal and without `NO_COLOR`
    /// (https://no-color.org).
    let hasColour: Bool

    /// Whether lines may be rewritten in place.
    let isInteractive: Bool

    /// Columns; 80 when nobody knows.
    let width: Int

    init(descriptor: Int32, environment: [String: String]) {
        isInteractive = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
        hasColour = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
        var size = winsize()
        let answered = isInteractive && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = answered ? Int(size.ws_col) : 80
    }

    init(hasColour: Bool, isInteractive: Bool, width: Int) {
        self.hasColour = hasColour
        self.isInteractive = isInteractive
        self.width = width
    }
}
