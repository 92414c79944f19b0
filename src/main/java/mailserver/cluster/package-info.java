/**
 * Several servers with the same mailboxes: their leases, and how one goes on with the queue of another that has died.
 *
 * <p>It knows folders and clocks, and neither a protocol nor how mail is delivered. Read {@link mailserver.cluster.ClusterNode}
 * first, then {@link mailserver.cluster.Lease}.
 */
package mailserver.cluster;
