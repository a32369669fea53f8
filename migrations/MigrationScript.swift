/// The schema changes of the ledger, in order, embedded in the program.
public struct MigrationScript: Sendable {
    /// The version the script leads to; versions count from 1.
    public let version: Int

    /// The file's name without its ending: `V0001_initial`.
    public let name: String
    public let sql: String

    /// All scripts, the oldest first. A released script never changes.
    public static let all: [MigrationScript] = [
        MigrationScript(version: 1, name: "V0001_initial", bytes: PackageResources.V0001_initial_sql),
        MigrationScript(version: 2, name: "V0002_last_look", bytes: PackageResources.V0002_last_look_sql),
        MigrationScript(version: 3, name: "V0003_decisions", bytes: PackageResources.V0003_decisions_sql),
        MigrationScript(version: 4, name: "V0004_impact", bytes: PackageResources.V0004_impact_sql),
        MigrationScript(version: 5, name: "V0005_questions", bytes: PackageResources.V0005_questions_sql),
        MigrationScript(version: 6, name: "V0006_access", bytes: PackageResources.V0006_access_sql),
        MigrationScript(
            version: 7, name: "V0007_property_history", bytes: PackageResources.V0007_property_history_sql),
        MigrationScript(version: 8, name: "V0008_audit_filters", bytes: PackageResources.V0008_audit_filters_sql),
    ]

    private init(version: Int, name: String, bytes: [UInt8]) {
        self.version = version
        self.name = name
        self.sql = String(decoding: bytes, as: UTF8.self)
    }
}
