internal import SSH

/// Writes an upload onto a stream, beside the task that reads the answer.
struct ArchiveWriter: Sendable {
    let stream: any ByteStream
    let upload: ArchiveUpload

    /// Writes the request's head and the archive.
    ///
    /// When the archive's source fails the engine still waits for the rest, and
    /// the reader for the engine: the stream is closed, which ends both.
    ///
    /// - Returns: the error of the source. A broken stream is none: the reader
    ///   sees it too, and perhaps the engine's answer before it.
    @concurrent
    func write(after head: [UInt8]) async -> (any Error)? {
        do {
            guard await send(head) else { return nil }
            var left = upload.length
            for try await part in upload.parts where !part.isEmpty {
                if let length = left {
                    left = length - Int64(part.count)
                    guard part.count <= length else { break }
                }
                guard await send(upload.length == nil ? Self.chunk(part) : part) else { return nil }
            }
            guard left ?? 0 == 0 else { throw HTTPProtocolError.malformed("the archive is not as long as announced") }
            if upload.length == nil {
                _ = await send(Self.lastChunk)
            }
            return nil
        } catch {
            await stream.close()
            return error
        }
    }

    private func send(_ bytes: [UInt8]) async -> Bool {
        do {
            try await stream.write(bytes)
            return true
        } catch {
            return false
        }
    }

    /// RFC 9112, section 7.1.
    static func chunk(_ part: [UInt8]) -> [UInt8] {
        Array((String(part.count, radix: 16) + "\r\n").utf8) + part + Array("\r\n".utf8)
    }

    private static let lastChunk = Array("0\r\n\r\n".utf8)
}
