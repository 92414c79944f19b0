/**
 * Where mail to an address would go, by which rule, who may send it, and what is in the way, in lines for people. Must not know who asks,
 * nor change anything.
 */
package mailserver.explain;
