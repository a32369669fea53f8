/// What the EMQX member of a host answered about who may come in, as raw bytes of
/// JSON; empty where there is nothing of that kind.
struct EMQXDoorReport: Sendable, Equatable {
    /// `open` when it could be asked, `refused` when it did not take the password
    /// of its dashboard, else `silent`.
    var state: String

    /// What a client without a name was told: `admitted`, `refused` or `silent`.
    var greeting: String

    /// The host's record of passwords that were set: a line `STAMP USER` each.
    var stamps: String

    var authentication: [UInt8] = []
    var sources: [UInt8] = []
    var settings: [UInt8] = []
    var users: [UInt8] = []
    var rules: [UInt8] = []
    var everybody: [UInt8] = []
    var clients: [UInt8] = []
}
