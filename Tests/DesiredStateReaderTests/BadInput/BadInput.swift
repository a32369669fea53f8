import Testing

/// One mistake in the fixture, and the exact lines that are printed for it.
struct BadInput: Sendable, CustomTestStringConvertible {
    enum Edit: Sendable {
        case replace(String, with: String, in: String)
        case drop(linesWith: String, from: String)
        case write(String, to: String)
        case remove(String)
    }

    let name: String
    let edit: Edit
    let output: [String]

    init(_ name: String, _ edit: Edit, _ output: String...) {
        self.name = name
        self.edit = edit
        self.output = output
    }

    var testDescription: String { name }

    var fixture: Fixture {
        get throws {
            var fixture = Fixture()
            switch edit {
            case .replace(let old, let new, let file):
                return try fixture.replacing(old, with: new, in: file)
            case .drop(let word, let file):
                let lines = String(decoding: fixture.files[file] ?? [], as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false)
                fixture.files[file] = Array(lines.filter { !$0.contains(word) }.joined(separator: "\n").utf8)
            case .write(let text, let file):
                fixture.files[file] = Array(text.utf8)
            case .remove(let file):
                fixture.files[file] = nil
            }
            return fixture
        }
    }
}
