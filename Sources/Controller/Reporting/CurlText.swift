/// Text in the configuration file of curl(1).
enum CurlText {
    /// In double quotes curl knows `\\`, `\"`, `\t`, `\n`, `\r` and `\v`; JSON on one
    /// line holds no other control character.
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
