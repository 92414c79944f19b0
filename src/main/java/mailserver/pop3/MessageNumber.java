package mailserver.pop3;

import mailserver.store.Maildrop;

/** Finds the message that a command's argument means; all that can be wrong with that argument is said here. */
sealed interface MessageNumber {
    record Found(Maildrop.Message message) implements MessageNumber {}

    /** @param problem for the client to see */
    record Wrong(String problem) implements MessageNumber {}

    static MessageNumber find(String argument, Maildrop maildrop) {
        if (!argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Wrong("a message number has digits only");
        }
        int count = maildrop.messages().size();
        // Nobody has a thousand million messages, and nine digits fit an int.
        int number = argument.length() <= 9 ? Integer.parseInt(argument) : Integer.MAX_VALUE;
        if (number < 1 || number > count) {
            return new Wrong("no such message, " + (count == 0 ? "there is none" : "they go from 1 to " + count));
        }
        Maildrop.Message message = maildrop.messages().get(number - 1);
        return maildrop.isDeleted(message)
                ? new Wrong("message " + number + " is marked as deleted")
                : new Found(message);
    }
}
