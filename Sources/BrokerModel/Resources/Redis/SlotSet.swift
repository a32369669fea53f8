/// Some of the slots of a Redis cluster.
struct SlotSet {
    private let isMember: [Bool]

    init(_ ranges: some Sequence<ClosedRange<Int>>) {
        var isMember = [Bool](repeating: false, count: RedisClusterSpecification.slots)
        for range in ranges {
            for slot in range where isMember.indices.contains(slot) { isMember[slot] = true }
        }
        self.isMember = isMember
    }

    private init(isMember: [Bool]) {
        self.isMember = isMember
    }

    var count: Int { isMember.count { $0 } }
    var complement: SlotSet { SlotSet(isMember: isMember.map { !$0 }) }

    /// As equal parts as there can be, in order.
    func divided(into parts: Int) -> [[ClosedRange<Int>]] {
        guard parts > 0 else { return [] }
        let slots = isMember.indices.filter { isMember[$0] }
        return (0..<parts).map { part in
            let first = (part * slots.count + parts / 2) / parts
            let last = ((part + 1) * slots.count + parts / 2) / parts
            return Self.ranges(of: slots[first..<last])
        }
    }

    private static func ranges(of slots: ArraySlice<Int>) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for slot in slots {
            if let last = ranges.last, last.upperBound + 1 == slot {
                ranges[ranges.count - 1] = last.lowerBound...slot
            } else {
                ranges.append(slot...slot)
            }
        }
        return ranges
    }
}
