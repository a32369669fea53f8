/// A certificate and its private key for simulated brokers: real enough to be
/// checked, and known to everybody.
public enum SimulatedCertificate {
    /// Signed by itself, for `globalbroker.simulated.example` and
    /// `globalbroker.demo.example`, from the year 2000 to 9999.
    ///
    /// - Parameter note: a line of text before it, which PEM readers pass over
    ///   (RFC 7468, section 2).
    public static func pem(note: String) -> String { note + "\n" + text }

    private static let text = """
        -----BEGIN CERTIFICATE-----
        MIIBrDCCAVKgAwIBAgIUR/hTDhTcq2xEDsLNBoKJbMyP1CEwCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQU2ltdWxhdGVkIEJyb2tlcjAgFw0wMDAxMDEwMDAwMDBaGA85
        OTk5MTIzMTIzNTk1OVowGzEZMBcGA1UEAwwQU2ltdWxhdGVkIEJyb2tlcjBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABHKnvXigVYYjZnGxVSSLYJIZ0EqGOMYIIihG
        UujjG9+Nd6WGdahx2iX6IoeBg44Rzk/NJw1oyUAPFEWCSgNsDkmjcjBwMEQGA1Ud
        EQQ9MDuCHmdsb2JhbGJyb2tlci5zaW11bGF0ZWQuZXhhbXBsZYIZZ2xvYmFsYnJv
        a2VyLmRlbW8uZXhhbXBsZTAJBgNVHRMEAjAAMB0GA1UdDgQWBBT5Adja9SCdT+7X
        bysP9B3rOfZjGjAKBggqhkjOPQQDAgNIADBFAiEAwuVNDGsNoJ0g+hivljozcysg
        0mpJYwMNWr61CcR5OMYCIFstNWONg4UuIZW+BTJIOqF2rhO1JSDNHr9laSwB02P/
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdRpYA4nnQenCqbsG
        FCF8PcWbk3FoP9X49MyZxyoMpvehRANCAARyp714oFWGI2ZxsVUki2CSGdBKhjjG
        CCIoRlLo4xvfjXelhnWocdol+iKHgYOOEc5PzScNaMlADxRFgkoDbA5J
        -----END PRIVATE KEY-----

        """
}
