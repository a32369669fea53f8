/// What a step means for the service while it is carried out.
enum Effect {
    /// Nothing is interrupted.
    case none
    /// Something that does not serve now does afterwards.
    case restores
    /// Something that serves now does not for a while, or never again.
    case disturbs
}
