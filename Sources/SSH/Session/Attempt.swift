/// The outcome of a step of a non-blocking operation.
enum Attempt<Value> {
    case done(Value)
    /// Nothing more can happen before bytes arrive.
    case again
}
