/// How many there are of something: `1 run`, `12 runs`.
public enum CountText {
    public static func text(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(number) \(noun)" + (number == 1 ? "" : "s")
    }
}
