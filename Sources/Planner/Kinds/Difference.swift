/// What lies between a resource as it is wanted and as it was found.
enum Difference {
    case none

    /// These steps, one after the other.
    case steps([Proposal])

    /// What was found cannot be made into what is wanted; the explanation is a
    /// clause: "a symbolic link stands there".
    case obstacle(String)
}
