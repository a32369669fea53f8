import ArgumentParser

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke tokens for the service's API and page.",
        discussion: """
            Over the network (server.listen) the service shows itself to those who have a token, and takes orders from \
            those whose token has the role. Roles: viewer looks at everything; operator also has it look now, approves, \
            rejects, pauses, resumes and rolls back; admin also allows more deletions than the policy. Local commands \
            need none.

            Tokens are made and revoked in the controller's database, whether the service runs or not, and take effect \
            at once. The database keeps a hash of each.

            Examples:
              isobar token create dashboard --role viewer
              isobar token create ci --role operator --expires 90d
              isobar token list
              isobar token revoke ci
            """,
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}
