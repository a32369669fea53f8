/// Warnings of a plan, those of one reason together: what stands in the way of one
/// thing often stands in the way of a hundred.
struct RemarkGroups {
    struct LeftOut: Equatable {
        var reason: String
        var names: [String]
    }

    /// In the order of their first.
    private(set) var leftOut: [LeftOut] = []
    private(set) var others: [String] = []

    private static let separator = " is left out: "

    init(_ warnings: [String]) {
        var places: [String: Int] = [:]
        for warning in warnings {
            guard let range = warning.firstRange(of: Self.separator) else {
                others.append(warning)
                continue
            }
            let (name, reason) = (String(warning[..<range.lowerBound]), String(warning[range.upperBound...]))
            if let place = places[reason] {
                leftOut[place].names.append(name)
            } else {
                places[reason] = leftOut.count
                leftOut.append(LeftOut(reason: reason, names: [name]))
            }
        }
    }
}
