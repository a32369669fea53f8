import Yams

extension SyntaxError {
    /// Yams' own errors, in one line and with their place.
    init(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let whole = context.map { "\($0.text), \(problem)" } ?? problem
            self.init("not valid YAML: \(whole.excerpt(120))", line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map(\.quoted).joined(separator: ", ")
            let mark = context.mark
            self.init("the key \(keys) stands twice in one mapping", line: mark.line, column: mark.column)
        case .reader(let problem, _, _, _):
            self.init("not valid YAML: \(problem.excerpt(120))")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            self.init("the file could not be parsed as YAML")
        }
    }
}
