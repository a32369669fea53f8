import BrokerModel

extension Proof {
    /// An image is on the host before a container is made from it, and every
    /// image of the plan before a container on its host goes down, or goes.
    mutating func checkImages() {
        for (host, indices) in stepsByHost {
            let images = indices.filter { steps[$0].resource.kind == ImageSpecification.kind && bringsImage($0) }
            for index in indices where steps[index].resource.kind == ContainerSpecification.kind {
                checkImage(of: index, on: host)
                guard isDisturbing(index) || steps[index].action == .delete else { continue }
                for image in images {
                    demand(image, before: index, .disturbedBeforeImage, "the image may still be missing")
                }
            }
        }
    }

    /// Whether a step brings an image, or another one under the same tag.
    private func bringsImage(_ index: Int) -> Bool {
        steps[index].action == .create || steps[index].action == .update
    }

    private mutating func checkImage(of index: Int, on host: String) {
        guard steps[index].action == .create || steps[index].action == .replace,
            let wanted = (steps[index].specification as? ContainerSpecification)?.image
        else { return }
        let image = ResourceAddress(scope: host, kind: ImageSpecification.kind, name: wanted.text)
        if let bringing = stepsByResource[image]?.first(where: bringsImage) {
            demand(bringing, before: index, .missingImage, "\(wanted) may still be missing")
        } else if input.observed.resource(image) == nil {
            report(.missingImage, [index], "\(wanted) is neither on \(host) nor brought there")
        }
    }
}
