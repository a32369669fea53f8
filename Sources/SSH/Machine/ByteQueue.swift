/// Bytes in order, appended at the end and taken from the front.
struct ByteQueue: Sendable, Equatable {
    private var storage: [UInt8] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: some Collection<UInt8>) {
        storage.append(contentsOf: bytes)
    }

    /// The front, at most `limit` bytes.
    func prefix(_ limit: Int) -> ArraySlice<UInt8> {
        storage[head..<min(storage.count, head + limit)]
    }

    mutating func removeFirst(_ count: Int) {
        head += count
        if head == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity <= 1 << 16)
            head = 0
        } else if head > 1 << 20 {
            storage.removeFirst(head)
            head = 0
        }
    }

    /// Moves the front into `room`; how many bytes that is.
    mutating func take(into room: UnsafeMutableRawBufferPointer) -> Int {
        let front = prefix(room.count)
        let count = front.count
        front.withUnsafeBytes { room.copyMemory(from: $0) }
        removeFirst(count)
        return count
    }

    mutating func takeAll() -> [UInt8] {
        let all = head == 0 ? storage : Array(storage[head...])
        storage = []
        head = 0
        return all
    }
}
