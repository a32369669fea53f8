/// What exactly a step does, in words that the slice that plans it and the
/// slice that carries it out share (``Step/verb``).
public enum StepVerb {
    /// Write a file or directory, with owner and mode.
    public static let put = "put"
    /// Remove whatever the resource is.
    public static let remove = "remove"
    /// Create a network, an account, or a container and start it.
    public static let create = "create"
    /// Have the host's engine pull an image.
    public static let pull = "pull"
    /// Stream an image to the host.
    public static let push = "push"
    /// Stop and remove a container, create and start its successor.
    public static let replace = "replace"
    /// Change the restart policy of a container, which goes on running; give an
    /// account the groups and the home it lacks.
    public static let update = "update"
    /// Give a container its name back.
    public static let rename = "rename"
    /// Take servers of HAProxy back into service that somebody took out.
    public static let ready = "ready"
    /// Take a broker out of the load balancers and move its clients to others.
    public static let drain = "drain"
    /// Have the load balancers send clients to a broker again.
    public static let join = "join"
    /// Have clients spread evenly over the brokers again.
    public static let spread = "spread"
    /// Move what is not Isobar's out of a directory that is.
    public static let setAside = "set-aside"
    /// Start a container that was created, has ended or is paused; start HAProxy.
    public static let start = "start"
    /// Attach a container to networks it was detached from.
    public static let connect = "connect"
    /// Have HAProxy or Prometheus load its configuration anew.
    public static let reload = "reload"
    /// Have HAProxy show new clients another certificate, without a reload.
    public static let renew = "renew"
    /// Wait until Traefik reports the wanted routers as enabled.
    public static let verify = "verify"
    /// Take away Debian's default cluster of one node, in which nothing is.
    public static let clear = "clear"
    /// Give the daemons of a cluster their password.
    public static let password = "password"
    /// Give a cluster its settings, or its third vote, and take back what hands
    /// did to it.
    public static let configure = "configure"
    /// Take a load balancer into the cluster, under its address.
    public static let admit = "admit"
    /// Move the virtual address to the other load balancer.
    public static let move = "move"
    /// Make a cluster whole again: members in it, strangers out of it, every part
    /// of it with a copy.
    public static let mend = "mend"
    /// Have a replica take over what a member of a cluster is master of.
    public static let failover = "failover"
    /// Have a cluster forget failed actions and try again.
    public static let cleanup = "cleanup"
    /// Install the host helper, or packages.
    public static let install = "install"
    /// Take the wide sudo rule away once the narrow one has proven itself.
    public static let narrow = "narrow"
}
