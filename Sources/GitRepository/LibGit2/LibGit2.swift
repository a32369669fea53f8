import CLibgit2
import Glibc

/// The one place where libgit2 as a whole is set up.
enum LibGit2 {
    /// Starts libgit2 once in the process; every use passes here first.
    static func start() throws(GitError) {
        try started.get()
    }

    private static let started: Result<Void, GitError> = Result { () throws(GitError) in
        // For SSH libgit2 reads "$HOME/.ssh/known_hosts", pinned keys or not, and fails where HOME is not set, as
        // under systemd for root. The first variable that is added moves the environment and frees nothing: threads
        // that read it are safe.
        if getenv("HOME") == nil, let user = getpwuid(geteuid()) { setenv("HOME", user.pointee.pw_dir, 0) }
        try check(git_libgit2_init())

        // What a machine's or a user's git configuration says (url.insteadOf, proxies, safe.directory) must not
        // change what a controller reads.
        for level in [
            GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
            GIT_CONFIG_LEVEL_PROGRAMDATA,
        ] {
            try check(CLibgit2_set_search_path(level.rawValue, ""))
        }

        // Ownership is checked by git because a repository's configuration can name programs to run. libgit2 runs
        // none, and a repository that belongs to a `git` user, read by the controller, is the usual case.
        try check(CLibgit2_set_owner_validation(0))
    }
}
