/// One container in a list, by its id alone.
struct ContainerID: Decodable {
    /// 64 hexadecimal digits.
    var id: String

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
    }
}
