extension Terminal {
    /// Where lines are cut: at the terminal's edge, and nowhere when a program
    /// reads them.
    var lineWidth: Int { isInteractive ? width : .max }
}
