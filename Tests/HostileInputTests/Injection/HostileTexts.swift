/// Texts that mean something to one of the languages values end up in.
enum HostileTexts {
    static let all = commands + languages + characters + lengths

    /// Some of each kind, for fields that refuse nearly everything.
    static let some = [
        "$(touch /tmp/isobar-was-here)", "; reboot", "'", "--option", "../../etc/passwd", "", "{{ env `HOME` }}", "yes",
        "x ssl crt /etc/passwd", "a\nfrontend evil\n    bind *:1", "a\u{2028}EVIL=1", "wal\u{43E}op01", "a\u{0}b",
        String(repeating: "x", count: 300), String(repeating: "x", count: 65_536),
    ]

    /// Shell, command lines, URLs, paths.
    private static let commands = [
        "$(touch /tmp/isobar-was-here)", "`touch /tmp/isobar-was-here`", "; reboot", "&& reboot", "| sh",
        "> /etc/passwd",
        "'", "\"", "\\", "it's", "it's $HOME ${HOME} $(id)", "'\\", "'; reboot; '",
        "\"; reboot; \"", "$HOME", "${HOME}", "$$", "!!", "~root", "*",
        "--option", "-oProxyCommand=reboot", "--", "../..", "../../etc/passwd", "/etc/passwd", "%0a", "%0d%0aX: y",
        "%00",
        "a b", " a", "a ", "",
    ]

    /// YAML, TOML, JSON, env files, HOCON, Go's templates, HAProxy, Traefik, SQL.
    private static let languages = [
        "{{ env `HOME` }}", "{{", "}}", "${X:-y}", "#", "a # b", "a#b", "a: b", ": ", "- a", "&a", "*a",
        "!!binary aGk=",
        "!!python/object:os.system", "<<", "---", "...", "%YAML 1.1", "|", ">", "?", "@", "~", "null", "yes", "no",
        "0123",
        "1e3", "0x1f", ".nan", "[a]", "{a: b}", "[section]", "a = b", "\"\"\"", "'''", "=", "a=b", "export A=1",
        "include \"/etc/passwd\"", "`) || PathPrefix(`/", "Host(`x`)", "192.168.0.0/16`) || ClientIP(`0.0.0.0/0",
        "x ssl crt /etc/passwd", "x } { src 0.0.0.0/0", "' OR 1=1 --", "a,b", "localhost:1883",
    ]

    /// Line ends, control characters, and what only looks like something.
    private static let characters = [
        "a\nEVIL=1", "a\r\nEVIL=1", "a\rEVIL=1", "\n", "a\n    server evil 10.0.0.1:1",
        "a\nfrontend evil\n    bind *:1",
        "a\u{0}b", "a\u{1B}[2J", "a\u{7F}b", "a\tb", "a\u{B}b", "a\u{C}b", "a\u{85}EVIL=1", "a\u{2028}EVIL=1",
        "a\u{2029}EVIL=1", "a\u{202E}b", "a\u{2066}b", "a\u{200B}b", "a\u{FEFF}b", "a\u{E000}b", "\u{E000}b",
        "'\u{301}", "\"\u{301}",
        "$\u{301}(id)", "\\\u{301}", "e\u{301}", "ex\u{430}mple.org", "wal\u{43E}op01", "日本語", "🌦",
        "\u{1F468}\u{200D}\u{1F33E}",
        "\u{FFFD}", "ﬁ",
    ]

    private static let lengths = [
        // No digits of hexadecimal numbers: see Surface.
        String(repeating: "x", count: 300), String(repeating: "'", count: 1_000), String(repeating: "é", count: 32_768),
    ]
}
