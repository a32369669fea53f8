import Reconciliation

/// Which keys of `isobar.yaml` take effect while the service runs:
/// `policy.*` and `repository.pollSeconds`. All others need a restart.
enum LiveKeys {
    /// Keys that differ and are not live.
    static func others(differing old: ControllerConfiguration, _ new: ControllerConfiguration) -> [String] {
        var before = old.repository
        before.pollSeconds = new.repository.pollSeconds
        let pairs: [(String, Bool)] = [
            ("repository", before == new.repository),
            ("database", old.database == new.database),
            (
                "ssh",
                old.hostIdentityFile == new.hostIdentityFile && old.hostSSHConfigFile == new.hostSSHConfigFile
                    && old.usesSSHAgent == new.usesSSHAgent
            ),
            ("secrets", old.secretIdentityFile == new.secretIdentityFile),
            ("images", old.images == new.images),
            ("server", old.server == new.server),
            ("forge", old.forge == new.forge),
            ("notifications", old.notifications == new.notifications),
            ("previews", old.previews == new.previews),
            ("retention", old.retention == new.retention),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}
