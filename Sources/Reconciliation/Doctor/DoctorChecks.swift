/// Every check there is, in the order in which a host's findings are read: a
/// host that cannot be reached explains all that is missing below.
enum DoctorChecks {
    static let all: [any DoctorCheck] = [
        SSHCheck(), SudoCheck(), SystemCheck(), PackageCheck(), EngineCheck(), DiskCheck(), ClockCheck(),
        AddressCheck(), VirtualAddressCheck(), PortCheck(), CorosyncCheck(), OutsideCheck(),
        NameCheck(), ImageCheck(), VersionCheck(),
        RepositoryCheck(), RenderingCheck(), SecretCheck(), CertificateCheck(), LedgerCheck(),
    ]
}
