import BrokerModel
import Testing

@Suite struct ByteCountTests {
    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (52_400_000, "52.4 MB"), (99_949_999, "99.9 MB"),
        (187_000_000, "187 MB"), (999_499_999, "999 MB"), (999_500_000, "1.0 GB"), (5_000_000_000_000, "5.0 TB"),
        (9_000_000_000_000_000, "9000 TB"), (-1, "0 bytes"),
    ] as [(Int64, String)])
    func reads(bytes: Int64, text: String) {
        #expect(ByteCount(bytes).description == text)
    }
}
