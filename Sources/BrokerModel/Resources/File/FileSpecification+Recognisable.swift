extension FileSpecification {
    public var recognisable: [ConfidentialText] {
        [ConfidentialText(contents.withRevealed { Digest(of: $0) }.hexadecimal)]
    }
}
