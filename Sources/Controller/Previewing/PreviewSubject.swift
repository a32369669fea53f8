/// What is previewed.
public enum PreviewSubject: Sendable, Hashable, Comparable {
    /// A branch, by its short name, or another reference of the repository.
    case reference(String)

    /// A pull or merge request, by its number.
    case change(Int)

    /// For the log and the record.
    var text: String {
        switch self {
        case .reference(let name): name
        case .change(let number): "change/\(number)"
        }
    }

    /// Its number at the forge.
    var number: Int? { if case .change(let number) = self { number } else { nil } }
}
