/**
 * What a person sees of text, HTML and calendars, made harmless, and what can be found in it: links, codes. Must not know messages nor
 * where they lie.
 */
package mailserver.mailbox.text;
