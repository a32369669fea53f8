/// A certificate and its private key for simulated brokers: real enough to be
/// checked, and known to everybody.
public enum SimulatedCertificate {
    /// Signed by itself, for `globalbroker.simulated.example`,
    /// `globalbroker.demo.example` and `globalbroker.example.org`, from the year
    /// 2000 to 9999.
    ///
    /// - Parameter note: a line of text before it, which PEM readers pass over
    ///   (RFC 7468, section 2).
    public static func pem(note: String) -> String { note + "\n" + text }

    private static let text = """
        -----BEGIN CERTIFICATE-----
        MIIByDCCAW6gAwIBAgIUVGYSZQGm7LlPWrQA5Vgp9AEM7HIwCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQU2ltdWxhdGVkIEJyb2tlcjAgFw0wMDAxMDEwMDAwMDBaGA85
        OTk5MTIzMTIzNTk1OVowGzEZMBcGA1UEAwwQU2ltdWxhdGVkIEJyb2tlcjBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABHKnvXigVYYjZnGxVSSLYJIZ0EqGOMYIIihG
        UujjG9+Nd6WGdahx2iX6IoeBg44Rzk/NJw1oyUAPFEWCSgNsDkmjgY0wgYowXgYD
        VR0RBFcwVYIeZ2xvYmFsYnJva2VyLnNpbXVsYXRlZC5leGFtcGxlghlnbG9iYWxi
        cm9rZXIuZGVtby5leGFtcGxlghhnbG9iYWxicm9rZXIuZXhhbXBsZS5vcmcwCQYD
        VR0TBAIwADAdBgNVHQ4EFgQU+QHY2vUgnU/u128rD/Qd6zn2YxowCgYIKoZIzj0E
        AwIDSAAwRQIgDEzSHBAHecFNkKgfUunOfI53Jd+8rJXt41nb2G9IIhsCIQDT1zfR
        LQGSahegjc2QCLib737asEUTlrrEKV6kfeiU6Q==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdRpYA4nnQenCqbsG
        FCF8PcWbk3FoP9X49MyZxyoMpvehRANCAARyp714oFWGI2ZxsVUki2CSGdBKhjjG
        CCIoRlLo4xvfjXelhnWocdol+iKHgYOOEc5PzScNaMlADxRFgkoDbA5J
        -----END PRIVATE KEY-----

        """
}
