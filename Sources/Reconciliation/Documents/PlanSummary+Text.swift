public import BrokerModel

extension PlanSummary {
    /// `4 to create, 1 to update, 0 to replace, 0 to delete, 2 to run`.
    public var text: String {
        "\(create) to create, \(update) to update, \(replace) to replace, \(delete) to delete, \(run) to run"
    }
}
