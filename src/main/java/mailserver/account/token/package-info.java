/**
 * Tokens, with which a program comes in where a person would give a password: made, kept hashed, found again. Must not know over which
 * protocol a token came, nor what it opens.
 */
package mailserver.account.token;
