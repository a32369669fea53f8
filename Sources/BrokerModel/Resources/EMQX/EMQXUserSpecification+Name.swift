extension EMQXUserSpecification {
    /// A user's name as it stands in addresses and in paths of EMQX's API:
    /// percent-encoded (RFC 3986, section 2.1) wherever it could mean something
    /// there. Names that the desired state gives stay as they are.
    public static func name(of login: String) -> String {
        var name = ""
        for byte in login.utf8 {
            if byte.isLetter || byte.isDigit || "._-".utf8.contains(byte) {
                name.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                name += "%" + hexadecimal[Int(byte >> 4)] + hexadecimal[Int(byte & 15)]
            }
        }
        return name
    }

    private static let hexadecimal = "0123456789ABCDEF".map(String.init)

    /// How the user is called whose name is a secret.
    public static let unnamed = "(publisher)"

    /// How users are called that were ``unnamed`` and are not asked for any more:
    /// their names were secrets, and are nobody's to print.
    public static let former = "(former-publisher)"
}
