extension BadInput {
    static let standing: [BadInput] = [
        BadInput(
            "no load balancer", .drop(linesWith: "loadbalancer", from: "hosts.yaml"),
            "broker.yaml:6:3: error: loadBalancer: no host has the role loadbalancer: ports 443 and 8883 "
                + "would not be served",
            "  hint: add one to hosts.yaml, or write loadBalancer: external when another balancer serves them"),
        BadInput(
            "one load balancer", .drop(linesWith: "wlb02", from: "hosts.yaml"),
            "hosts.yaml:9:3: warning: hosts.wlb01: is the only load balancer: when it fails, the broker is gone"),
        BadInput(
            "balancers nobody needs", .replace(Self.balancer, with: "loadBalancer: external", in: "broker.yaml"),
            "hosts.yaml:9:3: warning: hosts.wlb01: another balancer serves the broker (loadBalancer: "
                + "external), nothing runs here"),
        BadInput(
            "a word for the balancer", .replace(Self.balancer, with: "loadBalancer: extern", in: "broker.yaml"),
            #"broker.yaml:5:15: error: loadBalancer: expected a mapping or the word external, found "extern""#),
        BadInput(
            "five hosts for Redis", .drop(linesWith: "wbroker03", from: "hosts.yaml"),
            "hosts.yaml:3:3: error: hosts: a Redis cluster needs 6 hosts of the roles broker and antiloop, found 5",
            "  hint: add hosts, or name a cluster that runs elsewhere in broker.yaml: redis: {external: "
                + #"["host:6379"]}"#),
        BadInput(
            "two managers",
            .replace(
                "role: broker, address: 192.168.0.3",
                with: "role: manage, address: 192.168.0.3", in: "hosts.yaml"),
            "hosts.yaml:3:3: error: hosts: a Redis cluster needs 6 hosts of the roles broker and antiloop, found 5",
            "  hint: add hosts, or name a cluster that runs elsewhere in broker.yaml: redis: {external: "
                + #"["host:6379"]}"#,
            "hosts.yaml:11:19: error: hosts.wmanage.role: wbroker03 already has the role manage; there "
                + "is one such host"),
        BadInput(
            "no broker", .replace("role: broker", with: "role: antiloop", in: "hosts.yaml"),
            "hosts.yaml:3:3: error: hosts: no host has the role broker: nothing would serve MQTT"),
        BadInput(
            "no antiloop host", .drop(linesWith: "antiloop, address: 192.168.0.", from: "hosts.yaml"),
            "hosts.yaml:3:3: error: hosts: a Redis cluster needs 6 hosts of the roles broker and antiloop, found 3",
            "  hint: add hosts, or name a cluster that runs elsewhere in broker.yaml: redis: {external: "
                + #"["host:6379"]}"#,
            "hosts.yaml:3:3: error: hosts: every node has 2 instances on as many hosts, but 0 of the "
                + "hosts have the role antiloop",
            "nodes/ca-eccc-msc.yaml:13:21: error: placement.hosts[0]: waloop01 is no host of hosts.yaml",
            "  hint: antiloop hosts: none",
            "nodes/ca-eccc-msc.yaml:13:31: error: placement.hosts[1]: waloop03 is no host of hosts.yaml",
            "  hint: antiloop hosts: none"),
        BadInput(
            "the virtual address on a host", .replace("192.168.0.100", with: "192.168.0.7", in: "broker.yaml"),
            "broker.yaml:6:19: error: loadBalancer.virtualAddress: 192.168.0.7 is the address of wlb01",
            "  hint: the virtual address moves between the balancers and belongs to no host"),
        BadInput(
            "a preferred host that is no balancer",
            .replace("  virtualAddress:", with: "  preferred: wbroker01\n  virtualAddress:", in: "broker.yaml"),
            "broker.yaml:6:14: error: loadBalancer.preferred: wbroker01 has not the role loadbalancer",
            "  hint: hosts of the role loadbalancer: wlb01, wlb02"),
        BadInput(
            "a third vote on a host that is not there",
            .replace("  virtualAddress:", with: "  quorumDevice: wmanaged\n  virtualAddress:", in: "broker.yaml"),
            "broker.yaml:6:17: error: loadBalancer.quorumDevice: wmanaged is no host",
            "  hint: did you mean \"wmanage\"?"),
        BadInput(
            "EMQX that needs a licence", .replace("emqx:5.8.6", with: "emqx:5.10.0", in: "versions.yaml"),
            "versions.yaml:2:7: error: emqx: EMQX 5.10 forms no cluster without a licence",
            "  hint: set emqx.license in broker.yaml, or stay below 5.9"),
        BadInput(
            "EMQX of an unknown release", .replace("emqx:5.8.6", with: "emqx:enterprise", in: "versions.yaml"),
            #"versions.yaml:2:7: warning: emqx: the tag of "emqx:enterprise" does not tell the release; "#
                + "from 5.9 on a cluster needs a licence"),
        BadInput(
            "an image that floats", .replace("traefik:v3.5.0", with: "traefik:latest", in: "versions.yaml"),
            #"versions.yaml:4:10: warning: traefik: "traefik:latest" names no fixed version: what it "#
                + "means can change without a commit",
            "  hint: name a version, as in traefik:1.2.3"),
        BadInput(
            "one instance of a node",
            .replace("domain: example.org", with: "domain: example.org\nantiloop: {replicas: 1}", in: "broker.yaml"),
            "broker.yaml:4:22: error: antiloop.replicas: 1 is not possible here; expected 2 to 9"),
        BadInput(
            "more instances than hosts",
            .replace("domain: example.org", with: "domain: example.org\nantiloop: {replicas: 4}", in: "broker.yaml"),
            "broker.yaml:4:22: error: antiloop.replicas: every node has 4 instances on as many hosts, "
                + "but 3 of the hosts have the role antiloop",
            "nodes/ca-eccc-msc.yaml:13:20: error: placement.hosts: 4 instances need 4 hosts, found 2"),
        BadInput(
            "publishing elsewhere",
            .replace(
                "mqtts://globalbroker.example.org:8883",
                with: "mqtts://broker.example.org:8883", in: "broker.yaml"),
            "broker.yaml:4:19: warning: publish.broker: is not this broker: its clients would not see "
                + "what is published",
            "  hint: the broker is globalbroker.example.org or 192.168.0.100"),
    ]
}
