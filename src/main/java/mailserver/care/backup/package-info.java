/** Copies of a home that are taken while mail flows, and the way back. */
package mailserver.care.backup;
