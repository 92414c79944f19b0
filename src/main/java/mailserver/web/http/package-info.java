/**
 * What every request has to do with: who asks, from which page, with which parameters, and the forms that answers have. Must not know
 * what is asked for.
 */
package mailserver.web.http;
