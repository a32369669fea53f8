import ArgumentParser

/// Which configuration a command works with.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The controller's configuration.",
            discussion: "Without it: $ISOBAR_CONFIG, ./isobar.yaml, /etc/isobar/isobar.yaml, in this order.",
            valueName: "file"))
    var config: String?
}
