import BrokerModel
import DesiredStateReader

/// Finds the line that gave a property its value.
///
/// A property is rendered from values of the files, most of them unchanged; so
/// the line is the one that has the value, and of several the one whose keys say
/// most of what the property is called. What is put together from many lines, or
/// secret, has none: there the place that asks for the resource stands.
struct LineAttribution {
    private let scalars: [SourceScalar]

    /// - Parameters:
    ///   - files: those of the commit.
    ///   - preferred: the file that asks for the resource.
    init(_ files: [SourceFile], preferred: String?) {
        let named = files.filter { $0.path.hasSuffix(".yaml") }
        // A node's values are in its own file and in those all share, not in another node's.
        let relevant = named.filter { !$0.path.hasPrefix("nodes/") || $0.path == preferred }
        let ordered = relevant.filter { $0.path == preferred } + relevant.filter { $0.path != preferred }
        scalars = ordered.flatMap(SourceScalar.all)
    }

    /// Nil when no line has the value.
    func line(of property: String, value: String) -> SourceScalar? {
        guard !value.isEmpty, value != Secret.placeholder else { return nil }
        let words = Self.words(property)
        var best: (scalar: SourceScalar, score: Int)?
        for scalar in scalars where Self.gives(scalar.text, value) {
            let score = Self.score(Self.words(scalar.path), words)
            // What is short stands in many places by chance.
            guard score > 0 || value.count > 5 else { continue }
            if score > best?.score ?? -1 { best = (scalar, score) }
        }
        return best?.scalar
    }

    /// Whether a text as it is written is the value, or all that matters of a
    /// list with one element.
    private static func gives(_ text: String, _ value: String) -> Bool {
        text == value || "[\(text)]" == value
    }

    /// How many words of the property the keys have, nearly.
    private static func score(_ keys: [String], _ words: [String]) -> Int {
        words.count { word in
            keys.contains { key in
                key == word || key.count > 2 && word.count > 2 && (key.hasPrefix(word) || word.hasPrefix(key))
            }
        }
    }

    /// `MQTT_SUB_BROKER` is mqtt, sub and broker; `mqttVersion` mqtt and version.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isLower = false
        for character in name {
            guard character.isASCII, character.isLetter || character.isNumber else {
                words.append(word)
                word = ""
                isLower = false
                continue
            }
            if character.isUppercase, isLower {
                words.append(word)
                word = ""
            }
            isLower = character.isLowercase
            word += character.lowercased()
        }
        words.append(word)
        return words.filter { !$0.isEmpty }
    }
}
