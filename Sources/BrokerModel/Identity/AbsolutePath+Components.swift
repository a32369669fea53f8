extension AbsolutePath {
    /// For paths written in the source code, which its tests check.
    package init(unchecked text: String) {
        self.text = text
    }

    /// The path one component below.
    ///
    /// - Parameter component: a name already known to be one path component:
    ///   a centre-id, a host name, a name from the source code.
    package func appending(_ component: String) -> AbsolutePath {
        var path = ""
        path.reserveCapacity(text.utf8.count + 1 + component.utf8.count)
        path += text
        path += "/"
        path += component
        return AbsolutePath(unchecked: path)
    }
}
