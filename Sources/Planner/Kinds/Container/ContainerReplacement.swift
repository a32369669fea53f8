import BrokerModel

/// Why a container cannot stay as it is: settings that differ, and reasons
/// that are no setting.
struct ContainerReplacement {
    var changes: [FieldChange] = []
    var reasons: [String] = []

    var isEmpty: Bool { changes.isEmpty && reasons.isEmpty }

    mutating func compare(_ field: String, from: String?, to: String?) {
        if from != to { changes.append(FieldChange(field: field, from: from, to: to)) }
    }
}
