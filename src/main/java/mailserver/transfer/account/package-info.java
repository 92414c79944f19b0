/**
 * Accounts and aliases that move in from the files of other servers: Dovecot's passwd-file, Postfix's virtual and aliases.
 *
 * <p>It doesn't know the running server, nor the command line. Read {@link mailserver.transfer.account.AccountsImport} first.
 */
package mailserver.transfer.account;
