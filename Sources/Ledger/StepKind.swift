import BrokerModel
import Foundation

/// What a step did and to which properties, in one text: the steps on a resource
/// are few kinds, and of each kind the newest tell what its properties are.
enum StepKind {
    static func text(_ action: String, _ changes: [FieldChange]) -> String {
        ([action] + Set(changes.map(\.field)).sorted()).joined(separator: "\n")
    }

    /// - Parameter changes: as they are stored.
    static func text(_ action: String, stored changes: String?) throws -> String {
        text(action, try changes.map(decode) ?? [])
    }

    static func decode(_ stored: String) throws -> [FieldChange] {
        try JSONDecoder().decode([FieldChange].self, from: Data(stored.utf8))
    }
}
