/**
 * Accounts, aliases and passwords: the two files, the schemes that hashes are written in, and the check of a
 * password.
 *
 * <p>It doesn't know over which protocol a password came, nor how often one may guess. Read {@link
 * mailserver.account.Accounts} first.
 */
package mailserver.account;
