/// A small desired state without fault, as files.
enum SmallBroker {
    static let files: [String: [UInt8]] = [
        "broker.yaml": Array(broker.utf8),
        "hosts.yaml": Array(hosts.utf8),
        "versions.yaml": Array(versions.utf8),
        "nodes/\(centre).yaml": Array(node.utf8),
        "secrets/recipients.txt": Array("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z\n".utf8),
    ].merging(secrets.map { ("secrets/\($0).age", Array("age-encryption.org/v1\n".utf8)) }) { first, _ in first }

    /// The same with a Redis that is not Isobar's.
    static let filesWithRedisElsewhere = files.merging([
        "broker.yaml": Array((broker + "redis: {external: [\"redis.example.org:6379\"]}\n").utf8)
    ]) { $1 }

    static let centre = "ca-eccc-msc"

    /// The names of the secrets the files refer to.
    static let secrets = [
        "publisher", "certificate", "hacluster", "emqx-cookie", "emqx-dashboard", "emqx-license", "traefik-users",
        "manage-certificate", "monitor-users", "grafana-admin", "portainer-agent", "portainer-admin", "node-password",
        "token",
    ]

    static let broker = """
        formatVersion: 1
        centreId: xa-test-global-broker
        domain: example.org
        containerUser: {name: gb, uid: 1000, gid: 1000, home: /home/gb}
        publish: {broker: "mqtts://globalbroker.example.org:8883", username: globalbroker, password: {secret: publisher}}
        antiloop:
          replicas: 2
          environment: {GDC_URL: "https://gdc.example.org"}
        loadBalancer:
          virtualAddress: 192.168.0.100
          certificate: {secret: certificate}
          clusterPassword: {secret: hacluster}
          dashboardAllowedFrom: [192.168.0.0/16]
          preferred: wlb01
          quorumDevice: wmanage
        emqx:
          cookie: {secret: emqx-cookie}
          dashboardPassword: {secret: emqx-dashboard}
          license: {secret: emqx-license}
          otherUsers: remove
        users:
          everyone: {password: everyone, subscribe: ["cache/a/wis2/#"]}
        traefik: {allowedClients: [192.168.0.0/16], adminUsers: {secret: traefik-users}, certificate: {secret: manage-certificate}}
        monitoring:
          globalMonitors: {secret: monitor-users}
          hostExporter: package
          alertmanagers: ["alerts.example.org:9093"]
          isobar: "192.168.0.9:8420"
          grafana: {adminPassword: {secret: grafana-admin}}
        portainer: {agentSecret: {secret: portainer-agent}, adminPassword: {secret: portainer-admin}}
        images: {distribution: pull}
        packages:
          source: https://packages.example.org/debian
          suite: bookworm
          components: [main]
          signingKey: |
            -----BEGIN PGP PUBLIC KEY BLOCK-----

            mDM=
            -----END PGP PUBLIC KEY BLOCK-----
        rollout: {healthTimeoutSeconds: 120, electionWindowSeconds: 20, nodesAtOnce: 10, maxDeletes: 5, canary: 1}

        """

    static let hosts = """
        ssh: {user: ansadm, port: 22, transport: auto, sudo: keep}
        hosts:
          wbroker01: {role: broker, address: 192.168.0.1, hostKey: "\(key(1))"}
          wbroker02: {role: broker, address: 192.168.0.2, hostKey: "\(key(2))"}
          wbroker03: {role: broker, address: 192.168.0.3, hostKey: "\(key(3))"}
          waloop01: {role: antiloop, address: 192.168.0.4, hostKey: "\(key(4))"}
          waloop02: {role: antiloop, address: 192.168.0.5, hostKey: "\(key(5))"}
          waloop03: {role: antiloop, address: 192.168.0.6, hostKey: "\(key(6))"}
          wlb01: {role: loadbalancer, address: 192.168.0.7, hostKey: "\(key(7))", interface: ens3}
          wlb02: {role: loadbalancer, address: 192.168.0.8, hostKey: "\(key(8))", interface: ens3}
          wmanage: {role: manage, address: 192.168.0.9, hostKey: "\(key(9))", user: admin, port: 2222, transport: openssh, sudo: narrow}

        """

    static let versions = """
        antiloop: golfvert/wis2gb:2.0.6
        emqx: emqx:5.8.6
        redis: redis:7.2.4-alpine3.19
        traefik: traefik:v3.5.0
        prometheus: prom/prometheus:v2.50.0
        grafana: grafana/grafana-oss:11.2.0
        redisExporter: oliver006/redis_exporter:v1.62.0
        portainer: portainer/portainer-ce:2.19.4-alpine
        portainerAgent: portainer/agent:2.19.4-alpine

        """

    static let node = """
        centreId: \(centre)
        kind: node
        subscribe:
          broker: mqtts://mqtt.example.ca:8883
          username: everyone
          password: {secret: node-password}
          topics: ["origin/a/wis2/ca-eccc-msc/#"]
          verifyCertificate: true
          mqttVersion: 5
          backup: {broker: "wss://backup.example.ca/mqtt", username: backup, password: other, verifyCertificate: true, mqttVersion: 4}
        checks: {message: verify, topic: verify, metadata: ignore}
        enabled: true
        image: golfvert/wis2gb:2.0.7
        environment: {TZ: UTC, TOKEN: {secret: token}}
        placement: {hosts: [waloop01, waloop03]}
        expires: 2026-12-31

        """

    /// A well-formed key, another for each number from 1 to 9: the bytes
    /// `ssh-ed25519` and 32 times the number, each behind its length.
    private static func key(_ number: Int) -> String {
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + keys[number - 1]
    }

    private static let keys = [
        "AEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
        "AICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC",
        "AMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD",
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
        "AUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF",
        "AYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYG",
        "AcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH",
        "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI",
        "AkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ",
    ]
}
