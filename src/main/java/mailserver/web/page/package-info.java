/** The pages for people and how they sign in. Must not know what the pages show: they ask for that themselves. */
package mailserver.web.page;
