/** The proof that several nodes on one replicated volume lose nothing: {@code bin/prove cluster}. */
package mailserver.prove.cluster;
