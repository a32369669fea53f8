import BrokerModel

/// Why a member must stay where it is.
struct SiblingObjection: Sendable, Equatable, CustomStringConvertible {
    let description: String

    /// What the wait for it ends with: a sibling on a host that cannot be
    /// reached is missing, not ill.
    let code: FailureCode

    init(_ description: String, code: FailureCode = .healthGateFailed) {
        self.description = description
        self.code = code
    }

    static func unseen(_ member: ResourceAddress) -> SiblingObjection {
        SiblingObjection("\(member) cannot be looked at", code: .incomplete)
    }

    /// The same with another sentence.
    func adding(_ sentence: String) -> SiblingObjection {
        SiblingObjection("\(description); \(sentence)", code: code)
    }
}
