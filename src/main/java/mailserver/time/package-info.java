/**
 * A clock that runs ahead, where that is wanted. Must not know for whom.
 */
package mailserver.time;
