extension ContainerObservation {
    public var record: [String: String] {
        var record = [
            "id": id,
            "image": image,
            "imageID": imageID,
            "state": state.status,
            "networks": attachedNetworks.sorted().joined(separator: ","),
            "user": user,
        ]
        record["health"] = state.health
        record["restartPolicy"] = restartPolicy?.rawValue
        // A command others wrote may hold a password.
        if labels.keys.contains(where: { $0.hasPrefix("io.isobar.") }) {
            record["command"] = command?.joined(separator: " ")
        }
        record["startedAt"] = state.startedAt
        for (key, value) in environment { record["environment.\(key)"] = PublicVariables.contains(key) ? value.redacted : Secret.placeholder }
        for (key, value) in extraHosts { record["extraHosts.\(key)"] = value }
        for mount in mounts {
            record["mounts.\(mount.target)"] = mount.source + (mount.isReadOnly ? " (read-only)" : "")
        }
        return record
    }
}
