internal import BrokerModel

/// Replaces the host's manifest if it still is what was read.
struct ManifestVerb: HelperVerb {
    var contents: [UInt8]
    var expected: FileExpectation

    var attempted: String { "record what Isobar manages on the host" }
    var subject: String { "/var/lib/isobar/managed.json" }

    func write(to request: inout HelperRequest) {
        request.word("manifest")
        request.line("expect", expected.text)
        request.payload(contents)
    }
}
