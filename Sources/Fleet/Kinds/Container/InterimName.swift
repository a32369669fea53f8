/// Names containers bear while one replaces another. Whoever bears one when
/// nobody is at it was left behind by a step that was killed.
enum InterimName {
    static let new = ".isobar-new"
    static let old = ".isobar-old"
    static let all = [new, old]

    static func isOne(_ name: String) -> Bool { base(of: name) != nil }

    /// The name it bears afterwards, or bore before; nil for any other name.
    static func base(of name: String) -> String? {
        all.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
    }
}
