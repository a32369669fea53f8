import BrokerModel
import DesiredStateReader
import GitRepository

extension DesiredState {
    /// Reads and checks what a snapshot holds. What was refused of it is an error
    /// at its place, beside all that is wrong with the rest.
    static func read(_ snapshot: Snapshot, today: CalendarDate) -> ReadResult {
        read(snapshot.files.map(SourceFile.init), refused: snapshot.refusals.map(Diagnostic.init), today: today)
    }
}

extension Diagnostic {
    init(_ refusal: SnapshotRefusal) {
        self.init(
            .error, at: SourcePosition(file: refusal.path, line: 1), refusal.reason,
            hint: "remove or rename it; the desired state is plain files and directories")
    }
}

extension SourceFile {
    init(_ file: RepositoryFile) {
        self.init(path: file.path, bytes: file.bytes, blob: file.blobID.text)
    }
}
