/// Names containers bear while one replaces another. Whoever bears one when
/// nobody is at it was left behind by a step that was killed.
public enum InterimName {
    /// Borne by the one that comes.
    public static let new = ".isobar-new"

    /// Borne by the one that goes.
    public static let old = ".isobar-old"

    public static let all = [new, old]

    public static func isOne(_ name: String) -> Bool { base(of: name) != nil }

    /// The name it bears afterwards, or bore before; nil for any other name.
    public static func base(of name: String) -> String? {
        all.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
    }
}
