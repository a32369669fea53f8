import BrokerModel
import Fleet

/// Whether HAProxy and Traefik are of versions that Isobar knows.
struct VersionCheck: DoctorCheck {
    static let name = "versions"

    func findings(in examination: Examination) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for (host, facts) in examination.answered {
            for program in Program.all {
                guard let version = facts.programs[program.command] else { continue }
                findings.append(judge(version, program, on: host.name))
            }
        }
        return findings + tag(of: examination.desired.versions.traefik)
    }

    /// A program, and what is known of its versions.
    private struct Program {
        var command: String
        var name: String

        /// The first version that has all Isobar's configuration needs, and why.
        var first: [Int]
        var reason: String

        /// Versions that were tried: the beginning of their numbers.
        var tried: [[Int]]

        static let haproxy = Program(
            command: "haproxy", name: "HAProxy", first: [2, 4],
            reason: "mqtt_is_valid and mqtt_field_value came with 2.4", tried: [[2, 6]])
        static let traefik = Program(
            command: "traefik", name: "Traefik", first: [3], reason: "its static configuration is another one before 3",
            tried: [[3]])
        static let all = [haproxy, traefik]
    }

    private func judge(_ version: String, _ program: Program, on host: HostName?) -> DoctorFinding {
        let numbers = Self.numbers(version)
        if numbers.lexicographicallyPrecedes(program.first) {
            return finding(
                .problem, on: host, "\(program.name) \(version) is too old: \(program.reason)",
                fix: "install \(program.name) \(program.first.map { String($0) }.joined(separator: ".")) or newer")
        }
        guard program.tried.contains(where: { numbers.starts(with: $0) }) else {
            let tried = program.tried.map { $0.map { String($0) }.joined(separator: ".") }.joined(separator: ", ")
            return finding(
                .note, on: host, "\(program.name) \(version): Isobar is tried with \(tried)",
                fix: "see that a plan made after the first apply is empty")
        }
        return finding(.ok, on: host, "\(program.name) \(version)")
    }

    /// The image that is to run; a tag that tells no version is left to the
    /// hosts.
    private func tag(of image: ImageReference) -> [DoctorFinding] {
        guard let tag = image.tag else { return [] }
        let version = tag.hasPrefix("v") ? String(tag.dropFirst()) : tag
        guard !Self.numbers(version).isEmpty else { return [] }
        let found = judge(version, .traefik, on: nil)
        return found.level == .ok ? [] : [found]
    }

    /// The numbers a version begins with: `2.6.12-1+deb12u1` gives 2, 6, 12.
    static func numbers(_ version: String) -> [Int] {
        let head = version.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return head.split(separator: ".").compactMap { Int($0) }
    }
}
