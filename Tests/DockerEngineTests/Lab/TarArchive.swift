/// A tar archive in the ustar format (POSIX.1-2017, pax), as far as tests need
/// one.
struct TarArchive {
    private var entries: [UInt8] = []

    /// The archive with the two empty blocks at its end.
    var bytes: [UInt8] { entries + [UInt8](repeating: 0, count: 1024) }

    mutating func addFile(_ path: String, _ content: [UInt8], mode: Int) {
        entries += header(path, mode: mode, size: content.count, type: "0", link: "")
        entries += content
        entries += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    mutating func addLink(_ path: String, to target: String) {
        entries += header(path, mode: 0o777, size: 0, type: "2", link: target)
    }

    private func header(_ path: String, mode: Int, size: Int, type: String, link: String) -> [UInt8] {
        var header: [UInt8] = []
        func field(_ text: String, _ width: Int) {
            let bytes = Array(text.utf8).prefix(width)
            header += bytes + [UInt8](repeating: 0, count: width - bytes.count)
        }
        func number(_ value: Int, _ width: Int) {
            let digits = String(value, radix: 8)
            field(String(repeating: "0", count: width - 1 - digits.count) + digits, width)
        }
        field(path, 100)
        number(mode, 8)
        number(0, 8)
        number(0, 8)
        number(size, 12)
        number(0, 12)
        field("        ", 8)
        field(type, 1)
        field(link, 100)
        field("ustar", 6)
        field("00", 2)
        header += [UInt8](repeating: 0, count: 512 - header.count)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        let checksum = Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20]
        header.replaceSubrange(148..<156, with: checksum)
        return header
    }
}
