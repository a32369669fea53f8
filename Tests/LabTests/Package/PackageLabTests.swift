import Foundation
import Testing

/// The Debian package on the management host, as an operator gets to know it. The
/// tests build on each other and run in this order.
///
/// The program in it is the one of the other tests, a debug build.
@Suite("The Debian package on the lab", .serialized)
struct PackageLabTests {
    let lab: Lab
    let host: ManagementHost
    private let directory: String

    /// Packages that it cannot do without and that the host does not have.
    private static let needed = ["age", "libgit2-1.5", "libsqlite3-0"]

    init() throws {
        lab = try Lab()
        host = ManagementHost(lab: lab)
        let base = ProcessInfo.processInfo.environment["ISOBAR_TEST_DIRECTORY"] ?? NSTemporaryDirectory()
        directory = base + "/package"
    }

    // MARK: - 1

    @Test("1. It comes with what it needs: account, directory for keys, man pages, completion, a confined unit")
    func installed() async throws {
        let package = try await packed()
        let before = try await host.run("dpkg-query -W -f '${Package}\\n'").split(separator: "\n").map(String.init)
        #expect(Set(before).isDisjoint(with: Self.needed), "they prove nothing: \(before)")
        try await host.put(package, at: "/root/isobar.deb")
        try await host.run(
            """
            set -e; export DEBIAN_FRONTEND=noninteractive
            apt-get -q update && apt-get -q -y --no-install-recommends install man-db bash-completion git
            apt-get -q -y --no-install-recommends install /root/isobar.deb
            """)
        let states = try await host.run("dpkg-query -W -f '${Status}\\n' isobar \(Self.needed.joined(separator: " "))")
        #expect(states.split(separator: "\n").allSatisfy { $0 == "install ok installed" }, "\(states)")

        #expect(try await host.run("isobar --version").wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        #expect(try await host.run("getent passwd isobar").hasSuffix(":/var/lib/isobar:/usr/sbin/nologin"))
        #expect(try await host.run("stat -c '%a %U:%G' /etc/isobar") == "750 root:isobar")
        #expect(try await host.run("systemctl is-enabled isobar || true") == "disabled")

        let page = try await host.run("man isobar | cat")
        #expect(page.contains("isobar - Keeps the hosts of a WIS2 Global Broker equal"), "\(page)")
        #expect(try await host.run("man isobar-plan | cat").contains("SEE ALSO"))
        #expect(try await host.run(Self.completing("pl")) == "plan")

        #expect(try await host.run("systemd-analyze verify isobar.service").isEmpty)
        let exposure = try await host.run("systemd-analyze --no-pager security isobar.service | tail -n 1")
        let level = exposure.firstMatch(of: /isobar\.service: ([0-9.]+)/).flatMap { Double($0.1) }
        #expect(try #require(level, "\(exposure)") < 2)
    }

    /// Makes the package; not compressed, since that takes longer than the rest.
    private func packed() async throws -> String {
        let program = try #require(ProcessInfo.processInfo.environment["ISOBAR_PROGRAM"])
        let made = try await Shell.run(
            lab.root + "/scripts/deb", ["--program", program, "--out", directory + "/deb"],
            environment: ["DPKG_DEB_COMPRESSOR_TYPE": "none"])
        try #require(made.status == 0, "\(made.errorOutput)")
        return try #require(made.output.split(separator: "\n").last.map(String.init))
    }

    /// What bash does when somebody types the beginning of a command and Tab.
    private static func completing(_ word: String) -> String {
        """
        . /usr/share/bash-completion/bash_completion; _completion_loader isobar
        function=$(complete -p isobar | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        COMP_WORDS=(isobar \(word)) COMP_CWORD=1 COMP_LINE='isobar \(word)' COMP_TYPE=9
        COMP_POINT=${#COMP_LINE}
        "$function" isobar \(word) isobar; printf '%s\\n' "${COMPREPLY[@]}"
        """
    }

    // MARK: - 2

    @Test("2. The service deploys a push it reads over SSH, takes orders by its socket; reload, stop, a log in JSON")
    func serves() async throws {
        let broker = try await FaultyBroker.converged()
        let controller = broker.controller
        let before = try await lab.allContainers()
        try await host.makeRepository()
        try await host.push(controller)
        try await configure(controller)
        let begun = try await host.run("date +%s")
        try await host.run("systemctl enable --quiet --now isobar")
        try await standing(at: try await controller.git("rev-parse", "HEAD"))
        #expect(try await lab.allContainers() == before, "a new ledger, and nothing else new")

        try await broker.change()
        try await host.push(controller)
        try await standing(at: try await controller.git("rev-parse", "HEAD"))
        let after = try await lab.allContainers()
        #expect(after.filter { before[$0.key] != $0.value }.count == 2 * FaultyBroker.nodes.count)
        let modes = try await host.run("stat -c '%a %U' /var/lib/isobar/isobar.sqlite /run/isobar")
        #expect(modes == "600 isobar\n700 isobar")
        #expect(try await host.run("stat -c '%a %U:%G' /etc/isobar") == "750 root:isobar")

        let file = ManagementHost.configuration + "/isobar.yaml"
        try await host.run("sed -i 's/apply: automatic/apply: observe/' \(file) && systemctl reload isobar")
        try await eventually("it is told to observe", within: .seconds(20)) { try await word()?.policy == "observe" }
        try await host.run("systemctl stop isobar")
        let end = try await host.run("systemctl show -P ExecMainStatus -P Result -P ActiveState isobar")
        #expect(Set(end.split(separator: "\n")) == ["0", "success", "inactive"])

        let log = try await host.run("journalctl -o cat --since @\(begun) _SYSTEMD_UNIT=isobar.service")
        var messages: Set<String> = []
        for line in log.split(separator: "\n") {
            let object = try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
            #expect(object?["time"] != nil && object?["level"] != nil, "\(line)")
            if let message = object?["message"] { messages.insert(message) }
        }
        #expect(messages.isSuperset(of: ["applying", "step done", "configuration read again", "ended"]), "\(messages)")
    }

    /// Gives it keys and, from the example that comes with it, `isobar.yaml`.
    private func configure(_ controller: ControllerFixture) async throws {
        let place = ManagementHost.configuration
        try await host.put(lab.inventory.ssh.identityFile, at: place + "/id_ed25519")
        try await host.put(controller.directory + "/age.key", at: place + "/age.key")
        try await host.run(
            """
            set -e; sed /usr/share/doc/isobar/examples/isobar.yaml >\(place)/isobar.yaml \\
                -e 's|git@git.example.org:broker/desired-state.git|\(try host.repository)|' \\
                -e 's/apply: approval/apply: automatic/'
            chgrp isobar \(place)/* && chmod 0640 \(place)/*
            install -d -m 0700 /var/lib/isobar/.ssh
            echo '\(try host.knownHost)' >/var/lib/isobar/.ssh/known_hosts
            """)
    }

    /// Waits until all is as a commit wants it, asking as root.
    private func standing(at commit: String) async throws {
        var last: ServiceWord?
        try await eventually("all is as \(commit) wants it", within: .seconds(90), seen: { "\(last as Any)" }) {
            last = try await word()
            return last?.isStanding(at: commit) == true
        }
    }

    private func word() async throws -> ServiceWord? {
        ServiceWord(try await host.attempt("isobar sync --format json"))
    }

    // MARK: - 3

    @Test("3. The image of the Dockerfile, read-only and without a capability, follows the branch, is healthy, ends with 0")
    func container() async throws {
        let controller = try await FaultyBroker.converged().controller
        let image = ContainerImage(lab: lab)
        try await image.remove()
        let ended = await Result.of {
            try await image.build(from: directory + "/deb")
            #expect(try await image.run("--version").wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
            let (configuration, data) = try await prepareContainer(controller)
            try await image.serve(configuration: configuration, data: data)
            let commit = try await controller.git("rev-parse", "HEAD")
            try await eventually("all is as \(commit) wants it", within: .seconds(60)) {
                ServiceWord(try await image.exec("isobar", "sync", "--format", "json"))?.isStanding(at: commit) == true
            }
            try await eventually("it is healthy", within: .seconds(20)) {
                try await image.inspect("{{.State.Health.Status}}") == "healthy"
            }
            try await image.stop()
            #expect(try await image.inspect("{{.State.ExitCode}}") == "0")
        }
        try await image.remove()
        try ended.get()
    }

    /// What the container is given: `isobar.yaml` with keys, and a place for the ledger.
    private func prepareContainer(
        _ controller: ControllerFixture
    ) async throws -> (configuration: String, data: String) {
        let (configuration, data) = (directory + "/etc", directory + "/data")
        let made = try await Shell.run(
            "/bin/sh",
            [
                "-ec",
                """
                rm -rf "$1" "$2" && mkdir -p "$1" "$2/.ssh"
                cp "$3" "$1/id_ed25519" && cp "$4" "$1/age.key"
                printf '%s\n' "$5" >"$1/isobar.yaml" && printf '%s\n' "$6" >"$2/.ssh/known_hosts"
                chmod 0600 "$1"/* && chown -R 10001:10001 "$1" "$2" && chmod 0700 "$2"
                """, "sh", configuration, data, lab.inventory.ssh.identityFile, controller.directory + "/age.key",
                """
                formatVersion: 1
                repository: {url: "\(try host.repository)", branch: main, identityFile: id_ed25519}
                database: /var/lib/isobar/isobar.sqlite
                ssh: {identityFile: id_ed25519}
                secrets: {identityFile: age.key}
                server: {listen: "0.0.0.0:8420"}
                """, try host.knownHost,
            ])
        try #require(made.status == 0, "\(made.errorOutput)")
        return (configuration, data)
    }

    // MARK: - 4

    @Test("4. Removed, it ends the service and leaves ledger and keys; the host is looked after as before")
    func removed() async throws {
        let broker = try await FaultyBroker.converged()
        try await host.run("systemctl start isobar")
        try await eventually("it answers", within: .seconds(30)) { try await word() != nil }
        try await host.run("DEBIAN_FRONTEND=noninteractive apt-get -q -y remove isobar")
        #expect(try await host.run("systemctl is-active isobar || true") == "inactive")
        #expect(try await host.run("pgrep -c -u isobar || true") == "0")
        #expect(try await host.attempt("command -v isobar").status != 0)
        let places = "/var/lib/isobar/isobar.sqlite /var/lib/isobar/installation.key /etc/isobar/age.key"
        #expect(try await host.attempt("ls \(places)").status == 0)
        #expect(try await host.run("journalctl -o cat _SYSTEMD_UNIT=isobar.service | tail -n 1").contains("\"ended\""))
        #expect(try await broker.controller.plan().steps.isEmpty)

        // As it was, for the tests after these.
        try await host.run(
            """
            set -e; DEBIAN_FRONTEND=noninteractive apt-get -q -y autoremove --purge isobar man-db bash-completion git \\
                \(Self.needed.joined(separator: " "))
            rm -rf /etc/isobar /root/isobar.deb /home/ansadm/state.git
            cd /var/lib/isobar && rm -rf isobar.sqlite* installation.key repository.git .ssh .cache
            chown -R root:root /var/lib/isobar && userdel isobar
            """)
        #expect(try await broker.controller.plan().steps.isEmpty)
    }
}
