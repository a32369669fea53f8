/// One line of a difference.
enum LineEdit: Equatable {
    case unchanged(String)
    case removed(String)
    case added(String)

    var isUnchanged: Bool { if case .unchanged = self { true } else { false } }
    var isInOld: Bool { if case .added = self { false } else { true } }
    var isInNew: Bool { if case .removed = self { false } else { true } }

    /// As a unified diff shows it.
    var printed: String {
        switch self {
        case .unchanged(let line): " " + line
        case .removed(let line): "-" + line
        case .added(let line): "+" + line
        }
    }

    /// The most cells the comparison may fill (4 bytes each).
    private static let maximumCells = 2_000_000

    /// The edits that lead from `old` to `new`, with the longest common
    /// subsequence unchanged. Nil when the part that differs is too long.
    static func edits(from old: [String], to new: [String]) -> [LineEdit]? {
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        let oldMiddle = Array(old[head..<(old.count - tail)])
        let newMiddle = Array(new[head..<(new.count - tail)])
        guard (oldMiddle.count + 1) * (newMiddle.count + 1) <= maximumCells else { return nil }
        return old[..<head].map(LineEdit.unchanged) + middle(oldMiddle, newMiddle)
            + old[(old.count - tail)...].map(LineEdit.unchanged)
    }

    /// The table of longest common subsequences of all suffixes, then one walk
    /// along it.
    private static func middle(_ old: [String], _ new: [String]) -> [LineEdit] {
        let width = new.count + 1
        var common = [Int32](repeating: 0, count: (old.count + 1) * width)
        for row in old.indices.reversed() {
            for column in new.indices.reversed() {
                common[row * width + column] =
                    old[row] == new[column]
                    ? common[(row + 1) * width + column + 1] + 1
                    : max(common[(row + 1) * width + column], common[row * width + column + 1])
            }
        }
        var edits: [LineEdit] = []
        var row = 0
        var column = 0
        while row < old.count || column < new.count {
            if row < old.count, column < new.count, old[row] == new[column] {
                edits.append(.unchanged(old[row]))
                row += 1
                column += 1
            } else if row < old.count,
                column == new.count || common[(row + 1) * width + column] >= common[row * width + column + 1]
            {
                edits.append(.removed(old[row]))
                row += 1
            } else {
                edits.append(.added(new[column]))
                column += 1
            }
        }
        return edits
    }
}
