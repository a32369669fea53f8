/// Reads an environment file as Docker Compose v2 does ("Syntax for
/// environment files in Docker Compose"), with no variable set that a value
/// could refer to.
///
/// Works on scalars: a quotation mark with an accent on it is still one.
public struct ComposeEnvironment {
    public struct SyntaxError: Error {}

    /// By name, as the process would get them.
    public private(set) var values: [String: String] = [:]
    private var rest: Substring.UnicodeScalarView

    /// - Throws: ``SyntaxError`` where Compose would refuse the file.
    public init(_ text: String) throws {
        rest = text[...].unicodeScalars
        while skipToStatement() {
            guard let equals = rest.firstIndex(of: "=") else { throw SyntaxError() }
            let name = rest[..<equals]
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isNamePart || $0 == ".") }) else {
                throw SyntaxError()
            }
            rest = rest[equals...].dropFirst()
            values[String(name)] = try value()
        }
    }

    /// False at the end of the file.
    private mutating func skipToStatement() -> Bool {
        while let first = rest.first {
            if first == "#" {
                rest = rest.drop { $0 != "\n" }
            } else if first.properties.isWhitespace {
                rest = rest.dropFirst()
            } else {
                return true
            }
        }
        return false
    }

    private mutating func value() throws -> String {
        guard let quote = rest.first, quote == "'" || quote == "\"" else {
            let line = rest.prefix { $0 != "\n" }
            rest = rest[line.endIndex...]
            // A comment starts with a blank before it; older versions cut at any #.
            var bare = line.prefix { $0 != "#" }.drop { $0.properties.isWhitespace }
            while bare.last?.properties.isWhitespace == true { bare.removeLast() }
            return interpolate(bare)
        }
        rest = rest.dropFirst()
        var content = String.UnicodeScalarView()
        var isEscaped = false
        while let scalar = rest.popFirst() {
            if isEscaped {
                isEscaped = false
                if scalar != quote { content.append("\\") }
                content.append(scalar)
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == quote {
                guard rest.isEmpty || rest.first == "\n" else { throw SyntaxError() }
                return quote == "'" ? String(content) : interpolate(unescape(content)[...])
            } else {
                content.append(scalar)
            }
        }
        throw SyntaxError()
    }

    /// Escapes between double quotes; an escaped dollar becomes `$$`, which
    /// interpolation turns into one.
    private func unescape(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text {
            guard isEscaped else {
                if scalar == "\\" { isEscaped = true } else { result.append(scalar) }
                continue
            }
            isEscaped = false
            switch scalar {
            case "n": result.append("\n")
            case "r": result.append("\r")
            case "t": result.append("\t")
            case "$": result.append(contentsOf: ["$", "$"])
            case "\\", "\"": result.append(scalar)
            default: result.append(contentsOf: ["\\", scalar])
            }
        }
        if isEscaped { result.append("\\") }
        return result
    }

    private func interpolate(_ text: Substring.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            if scalar != "$" {
                result.append(scalar)
            } else if rest.first == "$" {
                result.append("$")
                rest.removeFirst()
            } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
                rest = rest[end...].dropFirst()
            } else if rest.first.map({ $0.isNamePart && !("0"..."9").contains($0) }) == true {
                rest = rest.drop(while: \.isNamePart)
            } else {
                result.append("$")
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    fileprivate var isNamePart: Bool { self == "_" || properties.isAlphabetic || ("0"..."9").contains(self) }
}
