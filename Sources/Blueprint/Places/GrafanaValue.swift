/// What an environment variable holds by which Grafana takes a setting.
///
/// Grafana puts other texts in the place of `$__env{NAME}`, `$__file{PATH}` and
/// `${NAME}`, in variables too (its documentation, "Configure Grafana",
/// "Variable expansion"): a password with them would be another one.
enum GrafanaValue {
    static func text(_ text: String) throws(Refusal) -> String {
        guard !text.contains("${"), !text.contains("$__") else {
            throw Refusal("holds ${ or $__, in the place of which Grafana puts something else")
        }
        return text
    }
}
