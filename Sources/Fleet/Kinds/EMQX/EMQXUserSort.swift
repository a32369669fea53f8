internal import BrokerModel

/// What a host notes of a user of EMQX beside its password's stamp, as the third
/// word of its record's line: who may do everything, and whose name is a secret,
/// cannot be told from a name alone.
enum EMQXUserSort: String {
    /// May do everything, and is known by a name that is a secret.
    case hidden
    /// May do everything.
    case publisher
    /// Everybody else.
    case listener

    init(_ user: EMQXUserSpecification) {
        self = user.name == EMQXUserSpecification.unnamed ? .hidden : user.isSuperuser ? .publisher : .listener
    }
}
