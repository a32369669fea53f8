extension ApplyPolicy {
    /// Whether the policy admits an image.
    public func allows(_ image: ImageReference) -> Bool {
        allowedImages.contains { GlobPattern($0).matches(image.text) }
    }

    /// Whether the policy lets hosts take packages from a source.
    public func allows(_ source: PackageSource) -> Bool {
        allowedPackageSources.contains { GlobPattern($0).matches(source.url) }
    }
}
