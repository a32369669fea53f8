extension HoldReason {
    /// In an operator's words.
    public var text: String {
        switch self {
        case .observed: "the policy is to observe"
        case .paused(let scope): "\(scope) is paused"
        case .fight: "it drifts again and again"
        case .window(let moment): "the next window opens at \(moment)"
        case .retry(let moment): "it failed and is tried again at \(moment)"
        case .gaveUp: "it failed and is not tried again"
        case .image: "policy.allowedImages does not admit an image"
        case .packageSource: "policy.allowedPackageSources does not admit the source of packages"
        case .notHead: "it is not of the head of the branch"
        }
    }
}
