public import BrokerModel
public import DesiredStateReader
import GitRepository

/// A desired state in a plain directory, read under the same rules as one of a
/// commit (`isobar validate PATH`).
public enum DesiredStateDirectory {
    /// What reading found: all diagnostics, the state when none of them is an
    /// error, and where secrets are used.
    public static func read(_ path: String, today: CalendarDate) throws -> ReadResult {
        DesiredState.read(try DirectorySnapshot.read(path), today: today)
    }
}
