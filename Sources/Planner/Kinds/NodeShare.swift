/// What the nodes a plan is narrowed to have to do with a resource that no
/// single node asks for.
enum NodeShare: Equatable {
    /// Nothing, as far as can be told.
    case none

    /// It differs from what is wanted only in what they bring.
    case all

    /// Others change it too, or may; the reason is a clause.
    case some(String)
}
