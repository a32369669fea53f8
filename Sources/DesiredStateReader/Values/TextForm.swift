/// What a text may be, wherever it comes from: the shape by which it is read,
/// and the same in words, for a secret whose value no message may quote.
package struct TextForm: Sendable {
    let shape: Shape<String>

    /// What it should be: `a broker URL`.
    let noun: String

    /// How that looks.
    let rule: String

    private init(_ shape: Shape<String>, _ noun: String, _ rule: String) {
        self.shape = shape
        self.noun = noun
        self.rule = rule
    }

    static let brokerURL = TextForm(
        .brokerURL, "a broker URL",
        "mqtt://, mqtts://, ws:// or wss://, host and port; a path only with ws and wss, no :443 with wss, "
            + "no user name or password: these have fields of their own")
    static let credential = TextForm(
        .credential, "one line of text", "1 to 1024 bytes without line breaks and invisible characters")
    static let environmentValue = TextForm(
        .environmentValue, "one line of text", "at most 32768 bytes without line breaks and invisible characters")
    static let topicFilter = TextForm(
        .topicFilter, "a topic filter",
        "one filter: letters, digits and - _ . : between slashes, + as a whole level, # as the whole last one")
    static let hostAndPort = TextForm(.hostAndPort, "host:port", "such as redis.example.org:6379")
    static let passwordLines = TextForm(.passwordLines, "lines of user:hash", "htpasswd -nB USER prints one")
    static let certificate = TextForm(
        .certificate, "PEM with a certificate and its key",
        "the certificate, its chain and the private key in one text")
}
