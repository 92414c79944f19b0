package mailserver.pop3;

import mailserver.store.Maildrop;

/** Finds the message that a command's argument means; all that can be wrong with that argument is said here. */
sealed interface MessageNumber {
    record Found(Maildrop.Message message) implements MessageNumber {}

    /** @param problem for the client to see */
    record Wrong(ReplyText problem) implements MessageNumber {}

    static MessageNumber find(String argument, Maildrop maildrop) {
        if (!argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Wrong(new ReplyText.NotANumber());
        }
        int count = maildrop.messages().size();
        // Nobody has a thousand million messages, and nine digits fit an int.
        int number = argument.length() <= 9 ? Integer.parseInt(argument) : Integer.MAX_VALUE;
        if (number < 1 || number > count) {
            return new Wrong(count == 0 ? new ReplyText.NoMessages() : new ReplyText.NoSuchMessage(count));
        }
        Maildrop.Message message = maildrop.messages().get(number - 1);
        return maildrop.isDeleted(message) ? new Wrong(new ReplyText.MarkedAsDeleted(number)) : new Found(message);
    }
}
