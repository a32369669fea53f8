extension [FileEntry] {
    /// Without repetitions: a path may have been asked for by itself and as a
    /// part of a directory.
    var uniqueByPath: [FileEntry] {
        var seen: Set<String> = []
        return filter { seen.insert($0.path).inserted }
    }
}
