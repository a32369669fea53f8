extension ContainerObservation {
    /// The node an antiloop container serves; nil for any other container.
    ///
    /// The environment says it (`CENTRE_ID`), also of a container that was
    /// adopted and has none of Isobar's labels.
    public var centreID: CentreID? {
        environment["CENTRE_ID"].flatMap { $0.withRevealed { CentreID($0) } }
    }
}
