internal import Foundation
internal import Glibc

/// An archive in a file on this machine, plain or compressed by gzip.
public struct FileArchive: ArchiveSource {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    public func open() async throws -> any ArchiveReader {
        let file = try FileReader(path: path)
        return try await file.beginsWith(GzipReader.magic) ? GzipReader(file) : file
    }
}
