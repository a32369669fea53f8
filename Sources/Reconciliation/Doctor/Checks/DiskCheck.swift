import BrokerModel
import Fleet

/// Whether there is room where something is to be written.
struct DiskCheck: DoctorCheck {
    static let name = "disk"

    /// Bytes below which an apply cannot go through, and below which somebody
    /// should look.
    private struct Limits {
        var least: Int64
        var comfortable: Int64
    }

    private static let megabyte: Int64 = 1 << 20
    private static let images = Limits(least: 1024 * megabyte, comfortable: 5120 * megabyte)
    private static let files = Limits(least: 16 * megabyte, comfortable: 512 * megabyte)

    func findings(in examination: Examination) -> [DoctorFinding] {
        examination.answered.flatMap { host, facts -> [DoctorFinding] in
            let byMount = Dictionary(grouping: facts.disks, by: \.mountPoint)
            let findings = byMount.sorted { $0.key < $1.key }.compactMap { mount, disks -> DoctorFinding? in
                guard let disk = disks.first else { return nil }
                let holdsImages = host.role != .loadbalancer && disks.contains { $0.path == "/var/lib/docker" }
                let limits = holdsImages ? Self.images : Self.files
                return judge(disk, limits, "\(mount) (\(disks.map(\.path).joined(separator: ", ")))")
                    .map { finding($0.level, on: host.name, $0.message, fix: "make room in \(mount) on \(host.name)") }
            }
            guard findings.isEmpty else { return findings }
            let least = facts.disks.map(\.free).min() ?? 0
            return [finding(.ok, on: host.name, "\(Self.text(least)) and more free wherever something is written")]
        }
    }

    /// Nil when all is well.
    private func judge(
        _ disk: HostFacts.Disk, _ limits: Limits, _ place: String
    ) -> (level: DoctorLevel, message: String)? {
        if disk.free < limits.least { return (.problem, "\(place) has \(Self.text(disk.free)) left") }
        if let files = disk.freeFiles, files < 1000 { return (.problem, "\(place) has room for \(files) more files") }
        // A small file system may be meant to be small.
        if disk.free < limits.comfortable, disk.free * 5 < disk.size {
            return (.note, "\(place) has \(Self.text(disk.free)) left")
        }
        return nil
    }

    static func text(_ bytes: Int64) -> String {
        switch bytes {
        case ..<megabyte: "\(bytes / 1024) KiB"
        case ..<(10 * 1024 * megabyte): "\(bytes / megabyte) MiB"
        default: "\(bytes / (1024 * megabyte)) GiB"
        }
    }
}
