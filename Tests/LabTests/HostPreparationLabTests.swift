import Foundation
import Testing

/// What hosts lack is found, told and brought: packages, the containers'
/// account, settings of the kernel; and the wide sudo rule goes.
@Suite("Host preparation on the lab", .serialized)
struct HostPreparationLabTests {
    private static let accidents = [
        ("wmanage", "apt-get -q -y remove curl", "wmanage/package/curl"),
        ("waloop02", "gpasswd -d gb docker", "waloop02/account/gb"),
        ("wbroker02", "rm /etc/sysctl.d/60-isobar-redis.conf", "wbroker02/file/etc/sysctl.d/60-isobar-redis.conf"),
    ]

    @Test("What was taken away comes back, an offline source is told, and the wide sudo rule goes for good")
    func preparation() async throws {
        let broker = try await FaultyBroker.converged()
        let (lab, controller) = (broker.lab, broker.controller)
        for (host, command, _) in Self.accidents {
            let ended = try await lab.command("exec", host, "sh", "-c", command)
            try #require(ended.status == 0, "\(command): \(ended.output)\(ended.errorOutput)")
        }
        let drift = try await controller.isobar("drift", "--format", "json")
        #expect(drift.status == 3)
        for (_, _, resource) in Self.accidents { #expect(drift.output.contains("\"\(resource)\""), "\(resource)") }

        // A source nobody answers at: the one package fails, in apt's words.
        let before = try controller.read("broker.yaml")
        try controller.write("broker.yaml", before + Self.source(at: lab.subnetPrefix + "249"))
        try await controller.commit("A source of packages")
        // Its commit alone does not bring packages onto hosts: isobar.yaml has to name it.
        let refused = try await controller.apply(status: 7)
        #expect(refused.errorOutput.contains("allowedPackageSources"))
        let policy = try controller.read("../isobar.yaml")
        try controller.write("../isobar.yaml", policy.replacing(".60/debian", with: ".249/debian"))
        let failed = try await controller.apply(status: 1)
        let words = failed.output + failed.errorOutput
        #expect(words.contains("apt-get update of http://\(lab.subnetPrefix)249/debian, the source of broker.yaml"))
        #expect(words.contains("broker.yaml (packages:)"))
        #expect(try await lab.on("waloop02", "id -nG gb").contains("docker"))

        // From the host's own sources, and narrow.
        try controller.write("../isobar.yaml", policy)
        try controller.write("broker.yaml", before)
        let hosts = try controller.read("hosts.yaml")
        try controller.replace("wmanage: {", with: "wmanage: {sudo: narrow, ", in: "hosts.yaml")
        try await controller.commit("Packages from Debian, and a narrow sudo rule")
        try await controller.apply()
        #expect(try await lab.on("wmanage", "curl --version | head -n 1").hasPrefix("curl"))
        #expect(try await lab.on("wbroker02", "cat /etc/sysctl.d/60-isobar-redis.conf").contains("overcommit_memory = 1"))
        #expect(try await lab.on("wmanage", "ls /etc/apt/sources.list.d").isEmpty)
        #expect(try await lab.on("wmanage", "su ansadm -c 'sudo -n true' 2>&1").contains("password is required"))
        #expect(try await lab.on("wmanage", "ls /var/lib/isobar/set-aside/etc/sudoers.d").hasPrefix("ansadm"))

        // All of Isobar works by the narrow rule alone.
        let plan = try await controller.plan()
        #expect(plan.steps.isEmpty && plan.unreachable.isEmpty, "\(plan)")

        try await lab.on("wmanage", "cp -p /var/lib/isobar/set-aside/etc/sudoers.d/ansadm /etc/sudoers.d/ansadm")
        let wide = try await controller.isobar("drift")
        #expect(wide.status == 3 && wide.output.contains("/etc/sudoers.d/ansadm"), "\(wide.output)")
        try controller.write("hosts.yaml", hosts)
        try await controller.commit("The wide rule stays")
        #expect(try await controller.plan().steps.isEmpty)
    }

    /// The key has the form of one and is nobody's.
    private static func source(at address: String) -> String {
        """

        packages:
          source: "http://\(address)/debian"
          suite: "./"
          signingKey: |
            -----BEGIN PGP PUBLIC KEY BLOCK-----

            mDMEZw==
            -----END PGP PUBLIC KEY BLOCK-----

        """
    }
}
