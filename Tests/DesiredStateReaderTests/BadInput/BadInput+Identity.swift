extension BadInput {
    static let identity: [BadInput] = [
        BadInput(
            "a centre-id with capitals",
            .replace("centreId: ca-eccc-msc", with: "centreId: CA-ECCC-MSC", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:1:11: error: centreId: "CA-ECCC-MSC" is no centre-id: small letters, "#
                + "then parts of small letters and digits, joined by hyphens, at most 63 characters",
            #"  hint: did you mean "ca-eccc-msc"?"#),
        BadInput(
            "a centre-id with one part", .replace("xa-test-global-broker", with: "xa", in: "broker.yaml"),
            #"broker.yaml:2:11: error: centreId: "xa" is no centre-id: small letters, then parts of small "#
                + "letters and digits, joined by hyphens, at most 63 characters"),
        BadInput(
            "a file of another name",
            .replace("centreId: ca-eccc-msc", with: "centreId: ca-eccc-mcs", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:1:11: error: centreId: "ca-eccc-mcs" does not stand in a file of its name"#,
            "  hint: rename the file to nodes/ca-eccc-mcs.yaml, or correct the centre-id"),
        BadInput(
            "a node with the name of a container of Isobar's own",
            .replace("centreId: ca-eccc-msc", with: "centreId: redis-exporter", in: "nodes/ca-eccc-msc.yaml"),
            #"nodes/ca-eccc-msc.yaml:1:11: error: centreId: "redis-exporter" does not stand in a file of its name"#,
            "  hint: rename the file to nodes/redis-exporter.yaml, or correct the centre-id",
            #"nodes/ca-eccc-msc.yaml:1:11: error: centreId: "redis-exporter" is what one of Isobar's own containers "#
                + "is called",
            "  hint: take the centre-id of the WMO registry"),
        BadInput(
            "a domain with a scheme", .replace("example.org\n", with: "https://example.org\n", in: "broker.yaml"),
            #"broker.yaml:3:9: error: domain: "https://example.org" is no DNS domain such as example.org, "#
                + "in small letters"),
        BadInput(
            "a domain that says globalbroker",
            .replace("domain: example.org", with: "domain: globalbroker.example.org", in: "broker.yaml"),
            #"broker.yaml:3:9: error: domain: "globalbroker.example.org" already says globalbroker: the "#
                + "broker answers as globalbroker.<domain>",
            #"  hint: write "example.org""#),
        BadInput(
            "a host name with capitals", .replace("  wlb01:", with: "  WLB01:", in: "hosts.yaml"),
            #"hosts.yaml:9:3: error: hosts: "WLB01" is no host name: small letters, digits and inner "#
                + "hyphens, at most 63",
            #"  hint: did you mean "wlb01"?"#),
        BadInput(
            "a host named like a scope of plans", .replace("  wmanage:", with: "  cluster:", in: "hosts.yaml"),
            #"hosts.yaml:11:3: error: hosts: "cluster" cannot name a host: it stands for things of the "#
                + "whole broker in plans"),
        BadInput(
            "an image with capitals",
            .replace("golfvert/wis2gb:2.0.6", with: "Golfvert/wis2gb:2.0.6", in: "versions.yaml"),
            #"versions.yaml:1:11: error: antiloop: "Golfvert/wis2gb:2.0.6" is no image reference such as "#
                + "golfvert/wis2gb:2.0.6"),
        BadInput(
            "a home that would break a mount",
            .replace(
                "domain: example.org",
                with: "domain: example.org\ncontainerUser: {home: \"/home/gb:ro\"}", in: "broker.yaml"),
            #"broker.yaml:4:23: error: containerUser.home: "/home/gb:ro" is no home directory such as /home/gb"#),
        BadInput(
            "containers as root",
            .replace("domain: example.org", with: "domain: example.org\ncontainerUser: {uid: 0}", in: "broker.yaml"),
            "broker.yaml:4:22: error: containerUser.uid: 0 is not possible here; expected 1 to 4294967294"),
    ]
}
