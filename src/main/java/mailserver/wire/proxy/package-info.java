/**
 * The PROXY protocol, versions 1 and 2, as HAProxy's proxy-protocol.txt describes it: the header in which a load balancer says
 * whom it brings.
 *
 * <p>It doesn't know which balancers are believed, nor for how long they are waited for. Read {@link
 * mailserver.wire.proxy.ProxyHeaderReader} first.
 */
package mailserver.wire.proxy;
