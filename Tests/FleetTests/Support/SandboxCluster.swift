import BrokerModel
import Foundation
import SSH

@testable import Fleet

/// A cluster on a sandbox's host. In the place of pacemaker's programs stand scripts
/// that keep the virtual address's settings in files; they answer as the real ones do
/// (`crm_resource(8)`, `cibadmin(8)`, 2.1).
struct SandboxCluster {
    let sandbox: Sandbox
    let link: HostLink

    /// Runs `body` with a host that has a lease and is in our cluster.
    static func with(_ body: (SandboxCluster) async throws -> Void) async throws {
        try await Sandbox.with { sandbox in
            let cluster = SandboxCluster(sandbox: sandbox, link: try sandbox.link())
            try cluster.install()
            let lease = LeaseVerb(action: .take, holder: cluster.link.settings.holder)
            await cluster.link.hold(try await cluster.link.run([lease]).leaseToken)
            try await body(cluster)
        }
    }

    /// A setting of the virtual address: `ip`, `nic`, `target-role`; nil when it has none.
    subscript(setting: String) -> String? {
        (try? String(contentsOf: file(setting), encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func set(_ setting: String, _ value: String) throws {
        try value.write(to: file(setting), atomically: true, encoding: .utf8)
    }

    private func file(_ setting: String) -> URL { sandbox.directory.appending(path: "cib-\(setting)") }

    private func install() throws {
        let kept = sandbox.directory.path + "/cib-"
        let programs = [
            "systemctl": "exit 0", "pcs": "exit 0", "corosync": "exit 0",
            "cibadmin": """
            case $* in
            *--modify*)
                text=$(printf '%s' "$*" | tr '\\n' ' ')
                for name in ip nic; do
                    value=$(printf '%s' "$text" | sed -n "s/.*name=\\"$name\\" *value=\\"\\([^\\"]*\\)\\".*/\\1/p")
                    [ -z "$value" ] || printf '%s' "$value" >\(kept)$name
                done
                ;;
            esac
            """,
            "crm_resource": """
            case $* in
            *'--get-parameter target-role') cat \(kept)target-role ;;
            *'--get-parameter '*) cat "\(kept)${*##* }" ;;
            *'--set-parameter target-role --parameter-value '*) printf '%s' "${*##* }" >\(kept)target-role ;;
            *'--delete-parameter nic') rm \(kept)nic ;;
            *) exit 64 ;;
            esac
            """,
        ]
        try write("etc/corosync/corosync.conf", "totem {\n    cluster_name: ha_cluster\n}\n")
        try FileManager.default.createDirectory(
            at: sandbox.directory.appending(path: "etc/systemd/system"), withIntermediateDirectories: true)
        try write(
            "state/isobar/managed.json",
            """
            {"formatVersion": 1, "broker": "zz-test-global-broker", "resources": [
            "cluster/virtual-ip"
            ]}

            """)
        for (name, text) in programs {
            try write("programs/\(name)", "#!/bin/sh\n\(text)\n")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: sandbox.directory.appending(path: "programs/\(name)").path)
        }
    }

    private func write(_ path: String, _ text: String) throws {
        let file = sandbox.directory.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try text.write(to: file, atomically: false, encoding: .utf8)
    }
}
