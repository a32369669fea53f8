import BrokerModel

extension HAProxy {
    /// A whole configuration file, which says of itself which one it is.
    ///
    /// HAProxy does not tell what configuration a process has loaded, but it
    /// repeats `description` (section 3.1) in `show info`. So the first line of
    /// `global` is a digest of all others.
    struct Configuration {
        /// What `description` says: `isobar-` and the digest.
        let description: String
        let text: String

        init(global: [Line], sections: [Section]) {
            let rest = global.map { "    \($0.text)\n" }.joined() + sections.map { "\n" + $0.text }.joined()
            description = "isobar-" + Digest(of: rest).hexadecimal
            text = FileHeader.comment + "global\n    description \(description)\n" + rest
        }
    }
}
