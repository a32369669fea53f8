extension UInt8 {
    package var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    package var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    package var isLetter: Bool { isLowercaseLetter || isUppercaseLetter }
    package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// A control character of ASCII, tabulator and delete included.
    package var isControl: Bool { self < 0x20 || self == 0x7F }
}
