import BrokerModel
import Glibc

/// A file of lines, read one after the other without loading it whole.
final class LineFile {
    private let stream: UnsafeMutablePointer<FILE>
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    /// Where the last line that ended with a line break ends, in bytes.
    private(set) var end: Int = 0

    /// How many whole lines were read.
    private(set) var number = 0

    init(path: String) throws {
        guard let stream = fopen(path, "re") else {
            throw Failure(
                .exportUnusable, attempted: "read an export", on: path, response: String(cString: strerror(errno)),
                remedy: "name a file that 'isobar audit export' wrote")
        }
        self.stream = stream
    }

    deinit {
        fclose(stream)
        free(buffer)
    }

    /// The next line that ends with a line break, without it; nil at the end and
    /// for a line that was torn off.
    func next() -> [UInt8]? {
        let count = getline(&buffer, &capacity, stream)
        guard count > 0, let buffer else { return nil }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
        guard bytes.last == UInt8(ascii: "\n") else { return nil }
        end += count
        number += 1
        return Array(bytes.dropLast())
    }
}
