import BrokerModel

extension Secret {
    /// The secret without one line break at its end, which editors and `echo`
    /// leave there and nobody means.
    var withoutFinalLineBreak: Secret {
        withRevealed { value in
            // "\r\n" is one character.
            value.last == "\n" || value.last == "\r\n" ? Secret(String(value.dropLast())) : self
        }
    }
}
