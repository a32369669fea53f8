/// What the chain says of a commit that is not tried again.
public enum GivenUp {
    public static let action = "give-up"

    /// Of what the commit changed; the mending of drift that is given up has another.
    public static let outcome = "gave up"
}
