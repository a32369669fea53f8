extension BadInput {
    static let yaml: [BadInput] = [
        BadInput(
            "a syntax error", .replace(#"topics: ["origin"#, with: #"topics: [["origin"#, in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:7:3: error: not valid YAML: while parsing a flow sequence, did not "
                + "find expected ',' or ']'"),
        BadInput(
            "an empty file", .write("", to: "versions.yaml"),
            "versions.yaml:1:1: error: the file is empty"),
        BadInput(
            "a second document", .replace("enabled: true", with: "---\nenabled: true", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:11:1: error: the file holds more than one document",
            "  hint: one file, one document: take the --- out"),
        BadInput(
            "a key twice",
            .replace("enabled: true", with: "enabled: true\nenabled: false", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:1: error: the key "enabled" stands twice in one mapping"#),
        BadInput(
            "a merge key",
            .replace("environment: {TZ: UTC}", with: "environment: {<<: {TZ: UTC}}", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:15: error: merge keys (<<) are not supported",
            "  hint: write the keys out"),
        BadInput(
            "an alias without anchor",
            .replace("environment: {TZ: UTC}", with: "environment: *common", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:14: error: the alias *common names no anchor above it"),
        BadInput(
            "an alias as a key",
            .replace("environment: {TZ: UTC}", with: "environment: {*common : UTC}", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:15: error: an alias cannot be a key"),
        BadInput(
            "a list as a key",
            .replace("environment: {TZ: UTC}", with: "environment: {[a]: UTC}", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:12:15: error: a key must be a single word, not a list or a mapping"),
        BadInput(
            "a tag", .replace("enabled: true", with: "enabled: !!bool true", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:10:10: error: the tag "!!bool" is not supported"#,
            "  hint: leave it out"),
        BadInput(
            "a tabulator for indentation",
            .replace("  username: everyone", with: "\tusername: everyone", in: "nodes/ca-eccc-msc.yaml"),
            "nodes/ca-eccc-msc.yaml:4:1: error: not valid YAML: while scanning a plain scalar, found a "
                + "tab character that violates indentation"),
    ]
}
