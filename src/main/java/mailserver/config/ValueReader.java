package mailserver.config;

import mailserver.config.file.BadValueException;

/** Turns what stands in a TOML file into a value, or says what is wrong with it. */
@FunctionalInterface
interface ValueReader<T> {
    T read(Object raw) throws BadValueException;
}
