/// What `isobar doctor` found, in the form that is printed as JSON
/// (docs/doctor.md).
public struct DoctorDocument: Codable, Sendable, Equatable {
    public struct Host: Codable, Sendable, Equatable {
        public var name: String
        public var role: String
        public var address: String
        public var findings: [DoctorFinding]
    }

    public struct Summary: Codable, Sendable, Equatable {
        public var ok: Int
        public var note: Int
        public var unchecked: Int
        public var unreached: Int
        public var problem: Int
    }

    public var formatVersion: Int

    /// Nil, as the commit, when the desired state could not be read.
    public var broker: String?
    public var commit: String?
    public var examinedAt: String
    public var hosts: [Host]

    /// What concerns the broker as a whole, and the controller.
    public var findings: [DoctorFinding]
    public var summary: Summary
}
