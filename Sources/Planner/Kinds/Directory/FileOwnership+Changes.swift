import BrokerModel

extension FileOwnership {
    /// The fields that differ from what was found, for a plan to show.
    func changes(from observed: FileOwnership?) -> [FieldChange] {
        guard self != observed else { return [] }
        let fields = [
            FieldChange(field: "owner", from: observed?.owner, to: owner),
            FieldChange(field: "group", from: observed?.group, to: group),
            FieldChange(field: "mode", from: observed?.modeText, to: modeText),
        ]
        return fields.filter { $0.from != $0.to }
    }
}
