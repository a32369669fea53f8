extension ContainerSpecification {
    /// The label that records which ``startupFiles`` a container was started
    /// with. Written when the container is created; ``startupFingerprint`` is
    /// its value.
    public static let startupLabel = "io.isobar.startup"

    /// The version of ``startupFingerprint``; values of another one cannot be
    /// compared and mean nothing.
    public static let startupLabelVersion = "1:"

    /// A digest of the startup files, secrets left out: labels are readable by
    /// whoever may talk to the engine. Nil without startup files.
    public var startupFingerprint: String? {
        guard !startupFiles.isEmpty else { return nil }
        var fingerprint = Fingerprint(key: nil)
        for path in startupFiles.keys.sorted() {
            if let value = startupFiles[path] { fingerprint.field(path, value) }
        }
        return Self.startupLabelVersion + String(fingerprint.finish().hexadecimal.prefix(32))
    }
}
