/// Ends the process with a status after everything has been printed.
struct Ending: Error {
    let status: Int32
}
