/// The numbers of a version; missing ones count as nought.
struct VersionNumber: Comparable {
    let numbers: [Int]

    static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }

    static func < (left: Self, right: Self) -> Bool {
        for index in 0..<max(left.numbers.count, right.numbers.count) {
            let (a, b) = (left[index], right[index])
            if a != b { return a < b }
        }
        return false
    }

    private subscript(index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
}
