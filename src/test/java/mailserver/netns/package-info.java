/** Hosts and networks on one machine, out of Linux namespaces. Nothing of them is seen outside, and nothing outlasts the program. */
package mailserver.netns;
