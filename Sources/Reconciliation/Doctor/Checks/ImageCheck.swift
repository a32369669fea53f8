import BrokerModel
import Fleet

/// Whether the images a host needs are there, or can be had.
struct ImageCheck: DoctorCheck {
    static let name = "images"

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.listed.flatMap { host -> [DoctorFinding] in
            switch examination.hosts[host.name]?.images {
            case .success(let images)?:
                return images.isEmpty ? [] : judge(images.sorted { $0.key < $1.key }, on: host, examination.supplies)
            case .failure(let failure)?:
                // That the engine is silent, its own check says.
                guard case .success? = examination.hosts[host.name]?.engine else { return [] }
                return [finding(failure, on: host.name)]
            case nil: return []
            }
        }
    }

    private func judge(
        _ images: [(key: ImageReference, value: ImageSource)], on host: Host,
        _ supplies: [ImageReference: ImageSupply]
    ) -> [DoctorFinding] {
        var absent: [String] = []
        var findings: [DoctorFinding] = []
        var remote: [String] = []
        for (reference, source) in images {
            switch source {
            case .present: break
            case .registry: remote.append(reference.text)
            case .absent:
                guard case .nowhere(let remedy)? = supplies[reference] else {
                    absent.append(reference.text)
                    continue
                }
                findings.append(
                    finding(
                        .problem, on: host.name, "\(reference.text): neither the host nor the controller has it",
                        fix: remedy))
            case .unavailable(let failure):
                findings.append(
                    finding(.problem, on: host.name, "\(reference.text): \(failure.response)", fix: failure.remedy))
            }
        }
        if !absent.isEmpty {
            findings.append(
                finding(.ok, on: host.name, "not there yet, apply streams them: \(absent.joined(separator: ", "))"))
        }
        guard findings.isEmpty else { return findings }
        return [
            finding(
                .ok, on: host.name,
                remote.isEmpty
                    ? "all \(images.count) are there"
                    : "\(images.count - remote.count) are there; the registry has \(remote.joined(separator: ", "))")
        ]
    }
}
