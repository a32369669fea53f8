/// What happened to a resource on its host since it was last applied.
public enum DriftNature: String, Sendable, Hashable, CaseIterable, Codable {
    /// A container or process that shall run does not.
    case stopped
    /// A container, network, image or the helper is not there.
    case missing
    /// A file or directory is not there.
    case deleted
    /// A container of the same name was created anew, with other settings.
    case recreated
    /// A container bears another name.
    case renamed
    /// An image's tag names another image than the one a container runs.
    case imageMoved
    /// A container lost a network.
    case networkDetached
    /// A file holds something else.
    case contentEdited
    case ownerChanged
    case modeChanged
    /// A setting differs that can be changed in place.
    case settingsChanged
    /// Something of another type stands in the resource's place.
    case obstructed
    /// Something that is not Isobar's has the resource's place or name.
    case foreignName
    /// Something lies where only Isobar puts things, and is not Isobar's.
    case foreignFile
    /// A user that nobody asks for and that Isobar did not make.
    case foreignUser
    /// A process runs with another configuration than the one on its host.
    case otherConfigurationLoaded
    /// A server of a load balancer was taken out of service by hand.
    case inMaintenance
    /// A process does not serve what its configuration asks for.
    case notServing
    /// The virtual address is on another balancer than the preferred one.
    case elsewhere
    /// Something Isobar made is there that nothing asks for.
    case leftOver
    /// It differs, and something else has to be put right first.
    case heldBack
}
