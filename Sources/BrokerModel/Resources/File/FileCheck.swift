/// A check the host helper knows by name; see `check_file` in the helper.
public struct FileCheck: Sendable, Hashable {
    public let name: String

    private init(_ name: String) {
        self.name = name
    }

    /// `haproxy -c -f FILE`.
    public static let haproxy = Self("haproxy")

    /// The same for a PEM file alone: HAProxy can use the certificate and the
    /// key belongs to it.
    public static let haproxyCertificate = Self("haproxy-certificate")

    /// A file of Traefik's dynamic directory: the Traefik that runs there can
    /// read it. One that it cannot read keeps it from reading any other.
    public static let traefikDynamic = Self("traefik-dynamic")

    /// `promtool check config --syntax-only FILE`, by the promtool in the image
    /// of the Prometheus that is there. Files it names are judged by themselves.
    public static let prometheusConfiguration = Self("prometheus-configuration")

    /// `promtool check rules FILE`, the same way.
    public static let prometheusRules = Self("prometheus-rules")

    /// Settings of the kernel: only those Isobar knows. The kernel is told them
    /// right away, where it is the host's own.
    public static let kernelSettings = Self("kernel-settings")
}
