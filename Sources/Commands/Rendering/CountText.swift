/// How many there are of something: `1 run`, `12 runs`.
enum CountText {
    static func text(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(number) \(noun)" + (number == 1 ? "" : "s")
    }
}
