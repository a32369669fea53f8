import Controller
import Testing

@Suite("Durations as Prometheus counts them")
struct DurationHistogramTests {
    @Test("Each bucket holds all that took at most as long")
    func buckets() {
        var histogram = DurationHistogram()
        for milliseconds in [50, 100, 700, 4_000_000] { histogram.note(.milliseconds(milliseconds)) }
        #expect(histogram.counts == [2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3])
        #expect(histogram.count == 4)
        #expect(abs(histogram.sum - 4000.85) < 0.001)
    }
}
