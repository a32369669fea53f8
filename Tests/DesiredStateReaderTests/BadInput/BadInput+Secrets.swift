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
            "a secret for an address",
            .replace("address: 192.168.0.1,", with: "address: {secret: s},", in: "hosts.yaml"),
            "hosts.yaml:3:38: error: hosts.wbroker01.address: cannot be a secret: it has to be readable "
                + "in the commit"),
        BadInput(
            "a secret for a centre-id",
            .replace("centreId: ca-eccc-msc", with: "centreId: {secret: s}", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:1:11: error: centreId: cannot be a secret: it has to be readable in the commit"),
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
