import BrokerModel

extension ContainerRules {
    /// All that separates a container from what is wanted and that only a new
    /// container can change.
    ///
    /// - Parameter image: the wanted image as it is, or will be, on the host; what
    ///   a container inherits from it is not the container's own.
    static func reasonsToReplace(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, image: ImageObservation?,
        on host: HostView
    ) -> ContainerReplacement {
        var found = ContainerReplacement()
        if beyondRepair.contains(observed.state.status) { found.reasons.append("it is \(observed.state.status)") }
        compareImage(desired, observed, image, into: &found)
        // What another image brings along comes with it: that is no change of its own.
        let isSameImage = observed.image == desired.image.text && observed.imageID == image?.id
        compareEnvironment(desired, observed, isSameImage ? image : nil, into: &found)
        compareLabels(desired, observed, image, into: &found)
        compareMounts(desired, observed, into: &found)
        compareNetwork(desired, observed, into: &found)
        if desired.extraHosts != observed.extraHosts {
            found.compare("extraHosts", from: lines(observed.extraHosts), to: lines(desired.extraHosts))
        }
        if desired.ports != observed.ports, Set(desired.ports) != Set(observed.ports) {
            found.compare("ports", from: lines(observed.ports), to: lines(desired.ports))
        }
        compareProcess(desired, observed, image, into: &found)
        compareStartupFiles(desired, observed, on: host, into: &found)
        return found
    }

    /// The reference and what it means: a tag can be moved to another image
    /// (`docker load`, `docker pull`) under a running container.
    private static func compareImage(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, _ image: ImageObservation?,
        into found: inout ContainerReplacement
    ) {
        if observed.image != desired.image.text {
            found.compare("image", from: observed.image, to: desired.image.text)
        } else if let image, image.id != observed.imageID {
            found.compare(imageIDField, from: observed.imageID, to: image.id)
            found.reasons.append("image tag moved")
        }
    }

    private static func compareLabels(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, _ image: ImageObservation?,
        into found: inout ContainerReplacement
    ) {
        guard !hasSameLabels(desired, observed) else { return }
        var names: [String] = []
        for (name, value) in desired.labels where observed.labels[name] != value && isCompared(label: name) {
            names.append(name)
        }
        // Labels of others do no harm, except those that make routes.
        for (name, value) in observed.labels
        where name.hasPrefix(TraefikRules.labelPrefix) && desired.labels[name] == nil && image?.labels[name] != value {
            names.append(name)
        }
        for name in names.sorted() {
            found.compare("label \(name)", from: observed.labels[name], to: desired.labels[name])
        }
    }

    /// Equal labels are the rule: each that is there is looked up once, and
    /// where all that is wanted is among them nothing is missing.
    private static func hasSameLabels(
        _ desired: ContainerSpecification, _ observed: ContainerObservation
    ) -> Bool {
        var count = 0
        for (name, value) in observed.labels {
            if desired.labels[name] == value {
                count += 1
            } else if name.hasPrefix(TraefikRules.labelPrefix) {
                return false
            }
        }
        return count == desired.labels.count
    }

    /// Isobar's own labels record things and are no settings; only the broker
    /// a container belongs to is.
    private static func isCompared(label: String) -> Bool {
        !label.hasPrefix("io.isobar.") || label == ContainerObservation.brokerLabel
    }

    private static func compareMounts(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, into found: inout ContainerReplacement
    ) {
        guard desired.mounts != observed.mounts else { return }
        let targets = Set(desired.mounts.map(\.target))
        // Anonymous volumes come from the image's VOLUME lines.
        let own = observed.mounts.filter {
            targets.contains($0.target) || !($0.source.contains("/volumes/") && $0.source.hasSuffix("/_data"))
        }
        if Set(own) != Set(desired.mounts) { found.compare("mounts", from: lines(own), to: lines(desired.mounts)) }
    }

    /// The host's network or bridges, and which bridge is the primary one; a
    /// further network that is missing can be connected.
    private static func compareNetwork(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, into found: inout ContainerReplacement
    ) {
        switch (desired.network, observed.network) {
        case (.host, .host): return
        case (.networks(let wanted), .networks(let actual)) where wanted.first == actual.first: return
        default: found.compare("network", from: text(observed.network), to: text(desired.network))
        }
    }

    private static func compareProcess(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, _ image: ImageObservation?,
        into found: inout ContainerReplacement
    ) {
        if let healthCheck = desired.healthCheck, healthCheck != observed.healthCheck {
            found.compare("healthCheck", from: observed.healthCheck.map(text), to: text(healthCheck))
        }
        if let command = desired.command ?? image?.command, command != observed.command ?? [] {
            found.compare(
                "command", from: observed.command?.joined(separator: " "), to: command.joined(separator: " "))
        }
        if let user = desired.user ?? image?.user { found.compare("user", from: observed.user, to: user) }
        let engineDefault = 10
        found.compare(
            "stopTimeoutSeconds", from: String(observed.stopTimeoutSeconds ?? engineDefault),
            to: String(desired.stopTimeoutSeconds))
    }

    /// A process that reads a file only when it starts needs a new start when
    /// the file changes, in this plan or since the container was created.
    ///
    /// What it was created with stands in a label. A container without that
    /// label (adopted, or labelled by another version) is not replaced for it.
    /// The label leaves secrets out, so a changed secret alone is noticed only
    /// by the plan that writes the file.
    private static func compareStartupFiles(
        _ desired: ContainerSpecification, _ observed: ContainerObservation, on host: HostView,
        into found: inout ContainerReplacement
    ) {
        let changed = changedStartupFiles(desired, on: host)
        if !changed.isEmpty {
            found.reasons.append("it reads \(changed.map { "/" + $0.name }.joined(separator: ", ")) only at its start")
            return
        }
        guard let wanted = desired.startupFingerprint,
            let started = observed.labels[ContainerSpecification.startupLabel],
            started.hasPrefix(ContainerSpecification.startupLabelVersion), started != wanted
        else { return }
        found.reasons.append("it was started with an older version of a file it reads at its start")
    }
}
