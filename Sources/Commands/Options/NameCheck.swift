import ArgumentParser
import BrokerModel

/// What names given on a command line have to look like, before anything else is done.
enum NameCheck {
    /// - Throws: `ValidationError` for the first that cannot be the name of a host.
    static func hosts(_ texts: [String]) throws {
        for text in texts where HostName(text) == nil {
            throw ValidationError("'\(text)' is no host name. Host names are in hosts.yaml.")
        }
    }

    /// - Throws: `ValidationError` for the first that cannot be a centre-id.
    static func nodes(_ texts: [String]) throws {
        for text in texts where CentreID(text) == nil {
            throw ValidationError("'\(text)' is no centre-id. A centre-id looks like ca-eccc-msc.")
        }
    }
}
