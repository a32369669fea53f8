extension BadInput {
    static let layout: [BadInput] = [
        BadInput(
            "a file of a node with the other ending", .write("", to: "nodes/de-dwd.yml"),
            "nodes/de-dwd.yml:1:1: error: in nodes/ every file is named <centre-id>.yaml",
            "  hint: rename it to nodes/de-dwd.yaml"),
        BadInput(
            "something else among the nodes", .write("", to: "nodes/notes.txt"),
            "nodes/notes.txt:1:1: error: in nodes/ every file is named <centre-id>.yaml"),
        BadInput(
            "a directory among the nodes", .write("", to: "nodes/europe/de-dwd.yaml"),
            "nodes/europe/de-dwd.yaml:1:1: error: this file is not read",
            "  hint: the files of nodes lie directly in nodes/, without directories"),
        BadInput(
            "a mistyped document", .write("", to: "host.yaml"),
            "host.yaml:1:1: error: this file is not read",
            "  hint: rename it to hosts.yaml"),
        BadInput(
            "a mistyped directory", .write("", to: "node/de-dwd.yaml"),
            "node/de-dwd.yaml:1:1: error: this file is not read",
            "  hint: rename the directory to nodes"),
        BadInput(
            "a password in the clear among the secrets", .write("sesame", to: "secrets/publisher.txt"),
            "secrets/publisher.txt:1:1: error: in secrets/ every file is named <name>.age or recipients.txt",
            "  hint: isobar secret set NAME encrypts a value; if this file was ever committed in the "
                + "clear, change what it holds"),
        BadInput(
            "a secret that is not encrypted", .write("sesame", to: "secrets/publisher.age"),
            "secrets/publisher.age:1:1: error: this file is not encrypted with age",
            "  hint: isobar secret set publisher encrypts a value"),
        BadInput(
            "a private key among the recipients", .write("AGE-SECRET-KEY-1QQQ", to: "secrets/recipients.txt"),
            "secrets/recipients.txt:1:1: error: this is a private key",
            "  hint: take it out, make a new one, and encrypt the secrets anew: whoever read this can read them"),
        BadInput(
            "paths that differ in case", .write("", to: "Versions.yaml"),
            "Versions.yaml:1:1: error: this file is not read",
            "  hint: rename it to versions.yaml",
            #"versions.yaml:1:1: error: differs from "Versions.yaml" in capital letters only, which not "#
                + "every file system can hold"),
        BadInput(
            "a document that is missing", .remove("hosts.yaml"),
            "hosts.yaml:1:1: error: the file is missing"),
    ]
}
