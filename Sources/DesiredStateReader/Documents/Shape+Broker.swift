package import BrokerModel

extension Shape where Value == BrokerSettings {
    /// `broker.yaml`.
    package static var broker: Shape<BrokerSettings> {
        .mapping { fields in
            _ = fields.required("formatVersion", .integer(1...1), "The version of this format.")
            let centreID = fields.required("centreId", .centreID, "The broker's own centre-id.")
            let domain = fields.required(
                "domain", .domain, "The DNS domain; the broker answers as globalbroker.<domain>.")
            let containerUser = fields.optional(
                "containerUser", .containerUser, "The user of the hosts that owns the containers' files.")
            let publish = fields.required("publish", .publish, "Where the antiloop containers publish.")
            let antiloop = fields.optional("antiloop", .antiloop, "What holds for every antiloop container.")
            let loadBalancer = fields.required(
                "loadBalancer", .loadBalancer,
                "Who serves ports 443 and 8883: our pair, or external when another balancer does.")
            let emqx = fields.required("emqx", .emqx, "The EMQX cluster: its secrets, and whose users it has.")
            let redis = fields.optional("redis", .redis, "Left out: a cluster on the broker and antiloop hosts.")
            let users = fields.optional("users", .users, "The MQTT users of the broker, by name.")
            let traefik = fields.optional("traefik", .traefik, "What holds for every Traefik.")
            let monitoring = fields.optional("monitoring", .monitoring, "Who looks at the broker, and at what.")
            let portainer = fields.optional(
                "portainer", .portainer, "Secrets of Portainer, where versions.yaml deploys it.")
            let distribution = fields.optional("images", .images, "How images come onto the hosts.")
            let packages = fields.optional(
                "packages", .packageSource, "Where hosts without a way to Debian's archive get their packages from.")
            let rollout = fields.optional(
                "rollout", .rollout, "How fast a change may go; taken from the last applied commit.")

            guard let centreID, let domain, let publish, let loadBalancer, let emqx, let node = fields.node
            else { return nil }
            return BrokerSettings(
                centreID: centreID,
                domain: domain,
                containerUser: containerUser ?? ContainerUser(),
                publish: publish,
                antiloop: antiloop ?? AntiloopSettings(),
                loadBalancer: loadBalancer,
                emqx: emqx,
                redis: redis ?? .managed,
                users: users ?? [:],
                traefik: traefik ?? TraefikSettings(),
                monitoring: monitoring ?? MonitoringSettings(),
                portainer: portainer,
                distribution: distribution ?? .pull,
                packageSource: packages,
                rollout: rollout ?? RolloutLimits(),
                source: node.position)
        }
    }
}

extension Shape where Value == ContainerUser {
    static var containerUser: Shape {
        .mapping { fields in
            let defaults = ContainerUser()
            // 0 is root; the highest number of 32 bits means "leave it" to chown(2).
            let identifiers = 1...4_294_967_294
            return ContainerUser(
                name: fields.optional("name", .accountName, default: defaults.name, "The user's name; gb if left out."),
                uid: fields.optional("uid", .integer(identifiers), default: defaults.uid, "The user's number."),
                gid: fields.optional("gid", .integer(identifiers), default: defaults.gid, "The group's number."),
                home: fields.optional("home", .homeDirectory, "The home directory; /home/gb if left out."))
        }
    }
}

extension Shape where Value == PublishTarget {
    static var publish: Shape {
        .mapping { fields in
            let broker = fields.required(
                "broker", .source(of: .brokerURL), "The broker's own address, through the load balancer.")
            let username = fields.required("username", .source(of: .credential), "The user that publishes.")
            let password = fields.required("password", .confidential(.credential), "That user's password.")
            guard let broker, let username, let password else { return nil }
            return PublishTarget(broker: broker, username: username, password: password)
        }
    }
}

extension Shape where Value == AntiloopSettings {
    static var antiloop: Shape {
        .mapping { fields in
            AntiloopSettings(
                replicas: fields.optional(
                    "replicas", .integer(2...9), default: 2, "How many instances a node has, each on another host."),
                environment: fields.optional(
                    "environment", .environment(EnvironmentName.checkedForFleet),
                    "Environment variables of every antiloop container.") ?? [:])
        }
    }
}

extension Shape where Value == EMQXSettings {
    static var emqx: Shape {
        .mapping { fields in
            let cookie = fields.required(
                "cookie", .confidential(.credential), "The Erlang cookie the cluster's nodes know each other by.")
            let password = fields.required(
                "dashboardPassword", .confidential(.credential), "The password of the dashboard's administrator.")
            let license = fields.optional(
                "license", .confidential(.credential), "The licence key; a cluster needs one from EMQX 5.9 on.")
            let others = fields.optional(
                "otherUsers", .choice, default: EMQXSettings.OtherUsers.keep,
                "What becomes of users that users: does not have, whoever made them.")
            guard let cookie, let password else { return nil }
            return EMQXSettings(
                cookie: cookie, dashboardPassword: password, license: license, otherUsers: others)
        }
    }
}

extension Shape where Value == RedisPlacement {
    static var redis: Shape {
        .mapping { fields in
            fields.required(
                "external", .list(of: .source(of: .hostAndPort), atLeast: 1),
                "host:port of a cluster that runs elsewhere."
            ).map(RedisPlacement.external)
        }
    }
}

extension Shape where Value == [String: MQTTUser] {
    static var users: Shape {
        Shape<[NamedValue<String, MQTTUser>]>
            .table(of: .mqttUser, pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", key: MQTTUser.checkedName)
            .map { entries in Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first } }
    }
}

extension Shape where Value == MQTTUser {
    static var mqttUser: Shape {
        .mapping { fields in
            let password = fields.required("password", .source(of: .credential), "The user's password.")
            let subscribe = fields.required(
                "subscribe", .list(of: .source(of: .topicFilter), atLeast: 1),
                "The topic filters the user may subscribe to; everything else is denied.")
            guard let password, let subscribe else { return nil }
            return MQTTUser(password: password, subscribe: subscribe)
        }
    }
}
