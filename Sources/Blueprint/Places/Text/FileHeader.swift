/// What every written file says on top, to whoever opens it on the host.
enum FileHeader {
    static let comment = "# Written by Isobar; what is changed here is put back.\n"
}
