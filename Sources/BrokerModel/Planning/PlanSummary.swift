/// How many steps of each action a plan has.
public struct PlanSummary: Sendable, Hashable, Codable {
    public var create = 0
    public var update = 0
    public var replace = 0
    public var delete = 0
    public var run = 0

    public init(_ steps: [Step]) {
        for step in steps {
            switch step.action {
            case .create: create += 1
            case .update: update += 1
            case .replace: replace += 1
            case .delete: delete += 1
            case .run: run += 1
            }
        }
    }
}
