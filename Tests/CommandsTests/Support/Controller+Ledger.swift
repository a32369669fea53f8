extension Controller {
    /// Works with another ledger from here on.
    func isobarYAML(database: String) throws {
        try write("isobar.yaml", read("isobar.yaml").replacing("isobar.sqlite", with: database))
    }
}
