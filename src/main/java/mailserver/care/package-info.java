/** Looking after the mail on disk: whether it is still what it was, copies of it, and what is in a server's way. */
package mailserver.care;
