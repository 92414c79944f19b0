/** What this machine says of the file systems that mail is shared on, and whether it will do. Knows nothing of mail. */
package mailserver.cluster.mount;
