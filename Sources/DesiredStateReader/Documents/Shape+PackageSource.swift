import BrokerModel

extension Shape where Value == PackageSource {
    static var packageSource: Shape {
        .mapping { fields in
            let url = fields.required(
                "source", .repositoryURL, "The repository: an http, https or file URL, as in sources.list(5).")
            let suite = fields.required(
                "suite", .suite, "The suite, or a directory that ends in a slash, such as ./, where there are no suites.")
            let components = fields.optional(
                "components", .list(of: .component, atLeast: 1), "The components of the suite; main if left out.")
            let key = fields.required(
                "signingKey", .openPGPKey, "The armored public OpenPGP key the repository is signed with.")
            if let suite, suite.hasSuffix("/"), let node = fields.node("components") {
                fields.findings.error("a directory has no components", at: node, hint: "leave components out")
            }
            guard let url, let suite, let key else { return nil }
            return PackageSource(
                url: url, suite: suite, components: suite.hasSuffix("/") ? [] : components ?? ["main"],
                signingKey: key)
        }
    }
}
