import Foundation
import TestSupport
import Testing

/// A link in the directory does not hide what is wrong with the files.
@Suite("isobar validate")
struct ValidateTests {
    @Test("Links and mistakes are told together, of a directory as of a commit")
    func together() async throws {
        let controller = try await Controller()
        let state = controller.repository.directory
        try FileManager.default.createDirectory(atPath: state + "/nodes", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: state + "/nodes/aa-link.yaml", withDestinationPath: "/etc/passwd")
        try controller.repository.commit("A link and a mistake", ["nodes/zz-mistake.yaml": "centreId: [\n"])

        let link = "nodes/aa-link.yaml:1:1: error: is a symbolic link; only regular files and directories are read\n"
        for (arguments, prefix) in [(["validate", "state"], "state/"), (["validate", "--ref", "main"], "")] {
            let ended = try Program().run(arguments, directory: controller.directory)
            #expect(ended.status == 1)
            #expect(("\n" + ended.output).contains("\n" + prefix + link), "\(ended.output)\(ended.errorOutput)")
            #expect(ended.output.contains("\n\(prefix)nodes/zz-mistake.yaml:"), "\(ended.output)")
            #expect(ended.output.contains(": 2 errors, "), "\(ended.output)")
        }
        let planned = try controller.isobar("plan")
        #expect(planned.status == 1)
        #expect(planned.errorOutput.contains(link), "\(planned.errorOutput)")
        #expect(planned.errorOutput.contains("nodes/zz-mistake.yaml:"), "\(planned.errorOutput)")
    }
}
