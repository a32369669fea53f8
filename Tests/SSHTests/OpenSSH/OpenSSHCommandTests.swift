import Testing

@testable import SSH

/// What ssh(1) is told, and what it gets to know.
@Suite struct OpenSSHCommandTests {
    private let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxFQ7xFhf3YHm4tGbzYy2VfS1mmNGgSuTnAxH1Or1kB"

    private func command(_ change: (inout SSHDestination) -> Void = { _ in }) throws -> OpenSSHCommand {
        var destination = SSHDestination(
            name: "wbroker01", address: "fe80::1%eth0", user: "gb", hostKeys: [try PinnedHostKey(key)],
            identityFile: "/etc/isobar/id 100%")
        change(&destination)
        return OpenSSHCommand(destination: destination, knownHosts: "/run/x/known_hosts", socket: "/run/x/control")
    }

    @Test func valuesAreMeantAsTheyStand() throws {
        let words = try command().arguments()
        #expect(words.contains("IdentityFile=\"/etc/isobar/id 100%%\""))
        #expect(words.contains("HostName=\"fe80::1%%eth0\""))
        #expect(words.contains("HostKeyAlgorithms=ssh-ed25519"))
        #expect(words.suffix(2) == ["--", "wbroker01"])
        #expect(words.prefix(3) == ["-N", "-F", "none"])
    }

    @Test(arguments: ["/home/${USER}/id", "/a\"b", "/a\\b", "/a\nProxyCommand touch /tmp/x", "~/id", ""])
    func whatCannotBeWrittenIsRefused(_ path: String) throws {
        let command = try command { $0.identityFile = path }
        #expect(throws: OpenSSHCommand.Unspeakable.self) { _ = try command.arguments() }
    }

    @Test func anRSAKeyIsAskedForWithoutSHA1() throws {
        let blob: [UInt8] = [0, 0, 0, 7] + Array("ssh-rsa".utf8) + [0, 0, 0, 1, 3] + [0, 0, 0, 1, 5]
        let pinned = try PinnedHostKey(blob: blob)
        let words = try command { $0.hostKeys = [pinned] }.arguments()
        #expect(words.contains("HostKeyAlgorithms=rsa-sha2-512,rsa-sha2-256"))
    }

    @Test func theEnvironmentHoldsNothingThatCouldAsk() {
        let own = [
            "PATH": "/bin", "HOME": "/root", "SSH_AUTH_SOCK": "/s", "SSH_ASKPASS": "/bin/askpass", "DISPLAY": ":0",
            "SECRET": "x", "LD_PRELOAD": "/x",
        ]
        let bare = OpenSSHCommand.environment(own, usesAgent: false)
        #expect(
            bare == ["PATH": "/bin", "HOME": "/root", "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"])
        #expect(OpenSSHCommand.environment(own, usesAgent: true)["SSH_AUTH_SOCK"] == "/s")
    }

    @Test func aConfigurationThatWouldWeakenItDoesNot() async throws {
        // Held against the installed ssh(1), which prints what would hold.
        let words = try command { $0.address = "192.0.2.1" }.arguments()
        let hostile = """
            Host *
              StrictHostKeyChecking no
              UserKnownHostsFile /dev/null
              ForwardAgent yes
              PasswordAuthentication yes
              PermitLocalCommand yes
              LocalCommand touch /nonexistent
              RemoteCommand id
              HostName 192.0.2.99
              User mallory
              IdentitiesOnly no
              HostKeyAlgorithms +ssh-rsa
              LocalForward 9999 localhost:1

            """
        let printed = try await OpenSSHProbe.settings(words, configuration: hostile)
        #expect(printed["stricthostkeychecking"] == "true")
        #expect(printed["userknownhostsfile"] == "/run/x/known_hosts")
        #expect(printed["forwardagent"] == "no")
        #expect(printed["passwordauthentication"] == "no")
        #expect(printed["permitlocalcommand"] == "no")
        #expect(printed["remotecommand"] == nil || printed["remotecommand"] == "none")
        #expect(printed["hostname"] == "192.0.2.1")
        #expect(printed["user"] == "gb")
        #expect(printed["identitiesonly"] == "yes")
        #expect(printed["hostkeyalgorithms"] == "ssh-ed25519")
        #expect(printed["clearallforwardings"] == "yes")
    }
}
