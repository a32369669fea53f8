extension BadInput {
    static let secrets: [BadInput] = [
        BadInput(
            "a mistyped secret", .replace("cookie: {secret: s}", with: "cookie: {secret: x}", in: "broker.yaml"),
            #"broker.yaml:9:16: error: emqx.cookie: there is no secret "x""#,
            #"  hint: did you mean "s"?"#),
        BadInput(
            "a secret with its ending",
            .replace("cookie: {secret: s}", with: "cookie: {secret: s.age}", in: "broker.yaml"),
            #"broker.yaml:9:25: error: emqx.cookie.secret: "s.age" ends in .age"#,
            #"  hint: write "s""#),
        BadInput(
            "a list of topics that is a secret",
            .replace(#"["origin/a/wis2/ca-eccc-msc/#"]"#, with: "{secret: s}", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:6:11: error: subscribe.topics: a list cannot be a secret as a whole",
            "  hint: where its entries can be, write [{secret: name}]"),
        BadInput(
            "an environment that looks like a secret",
            .replace("environment: {TZ: UTC}", with: "environment: {secret: s}", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:12:14: warning: environment: sets a variable whose name is "secret""#,
            "  hint: a secret stands for one value: NAME: {secret: name}"),
        BadInput(
            "a mapping that is no secret",
            .replace("password: everyone", with: "password: {value: everyone}", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:5:13: error: subscribe.password: the key "secret" is missing"#,
            #"nodes/ca-eccc-msc.yaml:5:14: error: subscribe.password: unknown key "value""#,
            "  hint: known here: secret"),
        BadInput(
            "a secret in the clear", .replace("cookie: {secret: s}", with: "cookie: abc", in: "broker.yaml"),
            "broker.yaml:9:16: warning: emqx.cookie: stands in the repository in the clear",
            "  hint: use {secret: name}"),
        BadInput(
            "a secret nobody needs", .write("age-encryption.org/v1\n", to: "secrets/old.age"),
            "secrets/old.age:1:1: warning: nothing refers to this secret",
            "  hint: remove the file if it is not needed any more"),
    ]
}
