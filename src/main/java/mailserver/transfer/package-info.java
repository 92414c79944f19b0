/** Mail that moves in from what people had before, and out again. */
package mailserver.transfer;
