internal import BrokerModel

/// Writes a file: received whole, checked, given its owner and mode, and only
/// then put in the place of the old one.
struct PutVerb: HelperVerb {
    var specification: FileSpecification
    var expected: FileExpectation

    var attempted: String { "write the file" }
    var subject: String { specification.path.text }

    func write(to request: inout HelperRequest) {
        request.word("put")
        request.line("path", specification.path.text)
        request.ownership(specification.ownership)
        request.line("expect", expected.text)
        request.line("check", specification.check?.name ?? "none")
        specification.contents.withRevealed { request.payload(Array($0.utf8)) }
    }
}

extension HelperRequest {
    mutating func ownership(_ ownership: FileOwnership) {
        line("owner", ownership.owner)
        line("group", ownership.group)
        line("mode", ownership.modeText)
    }
}
