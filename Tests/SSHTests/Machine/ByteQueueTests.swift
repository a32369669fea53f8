import Testing

@testable import SSH

@Suite struct ByteQueueTests {
    /// Against the plainest thing that behaves the same.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func behavesLikeAnArray(_ seed: UInt64) {
        var queue = ByteQueue()
        var model: [UInt8] = []
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<300 {
            let piece = [UInt8].pattern(next(70_000), seed: state)
            queue.append(piece)
            model += piece
            let count = min(next(80_000), model.count)
            #expect(Array(queue.prefix(count)) == Array(model.prefix(count)), "seed \(seed)")
            queue.removeFirst(count)
            model.removeFirst(count)
            #expect(queue.count == model.count, "seed \(seed)")
            if next(50) == 0 {
                #expect(queue.takeAll() == model, "seed \(seed)")
                model = []
            }
        }
        #expect(queue.takeAll() == model, "seed \(seed)")
        #expect(queue.isEmpty)
    }
}
