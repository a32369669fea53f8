import BrokerModel

extension PolicyCheck {
    /// Each place of an image that the change makes another: what was there, and
    /// what comes.
    private var imageChanges: [(place: Phrase, from: ImageReference?, to: ImageReference)] {
        var changes: [(place: Phrase, from: ImageReference?, to: ImageReference)] = []
        for (old, new) in zip(base.versions.components, merged.versions.components) where old.image != new.image {
            if let image = new.image { changes.append(("\(value: new.name)", old.image, image)) }
        }
        let before = Dictionary(base.nodes.map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
        for node in merged.nodes {
            guard let image = node.image, before[node.centreID]?.image != image else { continue }
            // Before it had one of its own, it ran that of all nodes.
            let old = before[node.centreID].map { $0.image ?? base.versions.antiloop }
            changes.append(("\(value: node.centreID)", old, image))
        }
        return changes
    }

    /// Nodes that lose an image of their own: they run that of all nodes again, which
    /// need not be another one than before.
    private var imagesGivenUp: [(place: Phrase, from: ImageReference?, to: ImageReference)] {
        let after = Dictionary(merged.nodes.map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
        return base.nodes.compactMap { old in
            guard let image = old.image, let node = after[old.centreID], node.image == nil else { return nil }
            return ("\(value: node.centreID)", image, merged.versions.antiloop)
        }
    }

    func unpinnedTags() -> Answer {
        Answer(
            imageChanges.filter { !$0.to.isPinned }.map { change in
                "\(change.place): \(value: change.to) may be another image tomorrow; name a version or a digest"
            })
    }

    func downgrades() -> Answer {
        Answer(
            (imageChanges + imagesGivenUp).compactMap { change in
                guard let old = change.from, let before = old.version, let after = change.to.version, after < before
                else { return nil }
                return "\(change.place) goes back from \(value: old) to \(value: change.to)"
            })
    }
}
