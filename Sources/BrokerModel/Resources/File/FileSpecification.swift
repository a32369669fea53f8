/// A file on a host, with its whole content.
public struct FileSpecification: Specification {
    public static let kind = ResourceKind("file")

    public var path: AbsolutePath
    public var text: FileText
    public var ownership: FileOwnership

    /// The program on the host that must accept the file before it replaces
    /// the old one.
    public var check: FileCheck?

    /// Whether a file may be replaced that is exactly as its Debian package
    /// installed it, although Isobar did not create it.
    public var replacesPackageDefault: Bool

    public var contents: ConfidentialText {
        get { text.contents }
        set { text = FileText(newValue) }
    }

    public init(
        path: AbsolutePath,
        text: FileText,
        ownership: FileOwnership,
        check: FileCheck? = nil,
        replacesPackageDefault: Bool = false
    ) {
        self.path = path
        self.text = text
        self.ownership = ownership
        self.check = check
        self.replacesPackageDefault = replacesPackageDefault
    }

    public init(
        path: AbsolutePath,
        contents: ConfidentialText,
        ownership: FileOwnership,
        check: FileCheck? = nil,
        replacesPackageDefault: Bool = false
    ) {
        self.init(
            path: path, text: FileText(contents), ownership: ownership, check: check,
            replacesPackageDefault: replacesPackageDefault)
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("path", path.text)
        fingerprint.field("contents", contents)
        ownership.add(to: &fingerprint)
    }
}
