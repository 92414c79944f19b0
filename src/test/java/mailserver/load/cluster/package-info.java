/** Several mail servers on machines of their own, a file system that they share, and a load balancer in front. */
package mailserver.load.cluster;
