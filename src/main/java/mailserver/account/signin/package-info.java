/**
 * Who is signed in with a browser: made, kept hashed through restarts, ended. Must not know cookies, nor what somebody who is signed in
 * may see.
 */
package mailserver.account.signin;
