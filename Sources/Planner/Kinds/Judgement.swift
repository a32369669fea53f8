/// What is to be done about one wanted resource.
enum Judgement {
    case equal
    /// As wanted, but someone else's: nothing is done, and that is said.
    case foreignButEqual
    case steps([Proposal])
    /// Something stands in the way that is not Isobar's.
    case conflict(String)
}
