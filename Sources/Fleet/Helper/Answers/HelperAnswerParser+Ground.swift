internal import BrokerModel

extension HelperAnswerParser {
    mutating func readAccount() throws(MalformedAnswer) {
        let name = try text()
        let (uid, gid) = (try optionalNumber(), try optionalNumber())
        let groups = try text().split(separator: " ").map(String.init)
        let hasHome = try text() == "present"
        let (uidHolder, gidHolder) = (try optionalText(), try optionalText())
        var numbers: AccountObservation.Numbers?
        if let uid, let gid { numbers = AccountObservation.Numbers(uid: uid, gid: gid) }
        answer.accounts[name] = AccountObservation(
            numbers: numbers, groups: groups, hasHome: hasHome, uidHolder: uidHolder, gidHolder: gidHolder,
            namesakeGID: try optionalNumber())
    }

    /// Files are a line each; their names hold no line feed.
    mutating func readSudo() throws(MalformedAnswer) {
        let isWideElsewhere = try text() == "elsewhere"
        let files = try text().split(separator: "\n").map(String.init)
        answer.sudo = SudoObservation(wideFiles: files, isWideElsewhere: isWideElsewhere)
    }

    private mutating func optionalText() throws(MalformedAnswer) -> String? {
        let text = try text()
        return text.isEmpty ? nil : text
    }

    private mutating func optionalNumber() throws(MalformedAnswer) -> Int? {
        guard let text = try optionalText() else { return nil }
        guard let number = Int(text), number >= 0 else { throw MalformedAnswer("a number is none") }
        return number
    }
}
