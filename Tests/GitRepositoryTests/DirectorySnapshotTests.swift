import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@Suite("The files of a directory on a disk")
struct DirectorySnapshotTests {
    @Test("are those of the commit, in a work tree too")
    func sameAsCommit() async throws {
        let scenario = try MirrorScenario()
        let head = try scenario.commit("Files", ["a.yaml": "a\n", "nodes/x.yaml": "x", "empty": ""])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: scenario.origin.directory + "/a.yaml")
        let executable = try scenario.commit("Executable")
        _ = try await scenario.mirror.update()
        #expect(head != executable)
        let onDisk = try DirectorySnapshot.read(scenario.origin.directory)
        #expect(try await scenario.mirror.snapshot(of: executable) == onDisk)
        #expect(onDisk.files.count == 3)
        #expect(onDisk.refusals == [])
    }

    @Test("links, pipes, nested repositories and wrong names are refused together, and the rest is read")
    func refusals() throws {
        let directory = try TemporaryDirectory()
        try directory.write(["ok": "1", "sub/.git/config": "1", "sub/UP": "1", "sub/up": "2", "back\\slash": "1"])
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/link", withDestinationPath: directory.path + "/ok")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/sub/tree", withDestinationPath: "/etc")
        #expect(mkfifo(directory.path + "/pipe", 0o600) == 0)
        let snapshot = try DirectorySnapshot.read(directory.path)
        #expect(
            snapshot.refusals.map(\.description) == [
                "back\\slash: the name holds a backslash",
                "link: is a symbolic link; only regular files and directories are read",
                "pipe: is a named pipe; only regular files and directories are read",
                "sub/.git: the name is git's own",
                "sub/tree: is a symbolic link; only regular files and directories are read",
                "sub/up: differs from UP in case or accents alone",
            ])
        #expect(snapshot.files.map(\.path) == ["ok", "sub/UP", "sub/up"])
    }

    @Test("limits hold")
    func limits() throws {
        let directory = try TemporaryDirectory()
        try directory.write(["a": "12345", "b/c": "12345"])
        #expect(try DirectorySnapshot.read(directory.path, limits: SnapshotLimits(bytesInAll: 10)).files.count == 2)
        for limits in [SnapshotLimits(files: 1), SnapshotLimits(bytesInAll: 9), SnapshotLimits(directories: 0)] {
            let error = #expect(throws: Failure.self) { try DirectorySnapshot.read(directory.path, limits: limits) }
            #expect(error?.code == .repositoryUnsafe)
        }
        let small = try DirectorySnapshot.read(directory.path, limits: SnapshotLimits(bytesPerFile: 4))
        #expect(small.refusals.map(\.path) == ["a", "b/c"])
        let shallow = try DirectorySnapshot.read(directory.path, limits: SnapshotLimits(depth: 1))
        #expect(shallow.refusals.map(\.path) == ["b/c"])
    }

    @Test("a directory that is not there is an error")
    func missing() throws {
        let error = #expect(throws: Failure.self) { try DirectorySnapshot.read("/nonexistent") }
        #expect(error?.code == .desiredStateInvalid)
        #expect(error?.response == "No such file or directory")
    }
}
