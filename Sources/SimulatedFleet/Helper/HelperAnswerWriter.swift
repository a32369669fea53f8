/// The helper's answer: fields, each ended by a NUL (docs/host-helper.md).
struct HelperAnswerWriter {
    private(set) var bytes: [UInt8] = []

    mutating func fields(_ fields: String...) {
        for field in fields { self.field(Array(field.utf8)) }
    }

    mutating func field(_ contents: [UInt8]) {
        bytes += contents
        bytes.append(0)
    }
}
