import BrokerModel
import Fleet

/// Whether the container engine answers, and is one that Isobar can use.
struct EngineCheck: DoctorCheck {
    static let name = "docker"

    /// Docker 20.10, that of Debian 12.
    private static let oldestAPI = [1, 41]

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.listed.compactMap { host -> DoctorFinding? in
            switch examination.hosts[host.name]?.engine {
            case .success(let engine)?: return judge(engine, on: host)
            case .failure(let failure)?:
                let package = examination.wanted[host.name]?.enginePackage
                guard let package, examination.missingPackages(on: host.name).contains(package) else {
                    return finding(failure, on: host.name)
                }
                return finding(.unchecked, on: host.name, "not checked, \(package) is not installed yet")
            case nil: return nil
            }
        }
    }

    private func judge(_ engine: EngineFacts, on host: Host) -> DoctorFinding {
        let what = "Docker \(engine.version), API \(engine.api), \(engine.storageDriver) in \(engine.rootDirectory)"
        let api = engine.api.split(separator: ".").compactMap { Int($0) }
        guard !api.lexicographicallyPrecedes(Self.oldestAPI) else {
            return finding(
                .problem, on: host.name, "\(what): older than Isobar can use",
                fix: "install Docker 20.10 or newer (API 1.41), as Debian 12 has it")
        }
        guard engine.storageDriver != "vfs", engine.storageDriver != "devicemapper" else {
            return finding(
                .note, on: host.name, "\(what): this storage driver copies whole images for every container",
                fix: "set storage-driver overlay2 in /etc/docker/daemon.json, before anything runs there")
        }
        return finding(.ok, on: host.name, what)
    }
}
