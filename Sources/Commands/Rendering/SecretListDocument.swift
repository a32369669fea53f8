import BrokerModel
import DesiredStateReader
import Secrets

/// The secrets of a working copy, in the form that is printed as JSON.
struct SecretListDocument: Codable, Equatable {
    struct RecipientEntry: Codable, Equatable {
        var publicKey: String
        var comment: String?
    }

    struct Use: Codable, Equatable {
        var file: String
        var line: Int

        /// The keys that lead to it: `subscribe.password`.
        var key: String
    }

    struct SecretEntry: Codable, Equatable {
        var name: String

        /// Whether its file is there.
        var exists: Bool

        /// For how many recipients it is sealed; nil when its file is not there
        /// or none of age.
        var sealedFor: Int?
        var usedBy: [Use]
    }

    var formatVersion = 1

    /// Those of `recipients.txt`. What an age file says of its recipients is
    /// their number only.
    var recipients: [RecipientEntry]
    var secrets: [SecretEntry]

    init(
        _ names: [SecretName], sealedFor counts: [SecretName: Int], recipients: [ListedRecipient],
        references: [SecretReference]
    ) {
        self.recipients = recipients.map { RecipientEntry(publicKey: $0.recipient.text, comment: $0.comment) }
        let uses = Dictionary(grouping: references, by: \.name)
        secrets = Set(names).union(uses.keys).sorted().map { name in
            SecretEntry(
                name: name.text, exists: names.contains(name), sealedFor: counts[name],
                usedBy: (uses[name] ?? []).map { Use(file: $0.position.file, line: $0.position.line, key: $0.key) })
        }
    }
}
