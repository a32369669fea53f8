public import BrokerModel
import DesiredStateReader
import GitRepository

/// A desired state in a plain directory, read under the same rules as one of a
/// commit (`isobar validate PATH`).
public enum DesiredStateDirectory {
    /// What reading found: all diagnostics, and the state when none of them is
    /// an error.
    public static func read(_ path: String, today: CalendarDate) throws -> (state: DesiredState?, diagnostics: [Diagnostic]) {
        let files = try DirectorySnapshot.files(in: path)
        let result = DesiredState.read(files.map(SourceFile.init), today: today)
        return (result.state, result.diagnostics)
    }
}
