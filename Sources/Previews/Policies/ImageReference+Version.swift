import BrokerModel

extension ImageReference {
    /// Whether the reference means the same image tomorrow: by digest, or by a tag
    /// with a number in it. `latest`, `stable` and no tag at all follow whatever is
    /// pushed.
    var isPinned: Bool {
        if text.utf8.contains(UInt8(ascii: "@")) { return true }
        return version != nil
    }

    /// The numbers the tag begins with: `v3.5.0-rc1` is 3, 5, 0. Nil when it
    /// begins with none.
    var version: VersionNumber? {
        guard let tag else { return nil }
        let digits = tag.hasPrefix("v") ? tag.dropFirst() : Substring(tag)
        var numbers: [Int] = []
        for part in digits.split(separator: ".", omittingEmptySubsequences: false) {
            let leading = part.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(leading) else { break }
            numbers.append(number)
            // What follows a number directly ends the version: 7.2.4-alpine3.19.
            if leading.count < part.count { break }
        }
        return numbers.isEmpty ? nil : VersionNumber(numbers: numbers)
    }
}
