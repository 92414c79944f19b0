/**
 * The server in numbers over an hour, a day, a month: sampled each minute, kept through restarts in one small file. Must not know where
 * the numbers come from, nor who plots them.
 */
package mailserver.record.history;
