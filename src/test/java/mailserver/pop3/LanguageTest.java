package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.wire.text.Printable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {
    @TempDir
    Path maildir;

    private AnnsMaildrop server;

    @BeforeEach
    void open() throws IOException {
        server = new AnnsMaildrop(maildir);
        server.put("1.a", "Subject: one\n\nfirst\n");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** One of each text, with arguments that nothing else in it looks like. */
    static Stream<ReplyText> texts() {
        return Arrays.stream(ReplyText.class.getPermittedSubclasses()).map(LanguageTest::example);
    }

    private static ReplyText example(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var arguments = new ArrayList<Object>();
            for (Class<?> component : types) {
                int unlike = 4711 + arguments.size();
                arguments.add(component == int.class ? unlike : component == long.class ? (long) unlike : "V" + unlike);
            }
            return (ReplyText) type.getDeclaredConstructor(types).newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> arguments(ReplyText text) throws ReflectiveOperationException {
        var arguments = new ArrayList<String>();
        for (RecordComponent component : text.getClass().getRecordComponents()) {
            arguments.add(component.getAccessor().invoke(text).toString());
        }
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void rfc6856_3_each_language_has_each_text_with_the_same_arguments(ReplyText text) throws Exception {
        String english = Language.ENGLISH.say(text);
        for (Language language : Language.values()) {
            String words = language.say(text);
            for (String argument : arguments(text)) {
                assertEquals(2, words.split(argument, -1).length, () -> argument + " once in: " + words);
            }
            assertFalse(words.isBlank());
            assertEquals(Printable.word(words), words, "one line");
            assertEquals(words.strip(), words);
            assertFalse(words.startsWith("["), "RFC 2449 §6.4: that would be a response code");
            assertTrue(
                    words.getBytes(StandardCharsets.UTF_8).length < 480, "RFC 2449 §4: 512 octets with all about it");
            assertEquals(
                    leadingDigits(english),
                    leadingDigits(words),
                    "what stands first for programs stays there: " + words);
            switch (language) {
                case ENGLISH, DEFAULT -> {
                    assertEquals(english, words);
                    assertTrue(words.chars().allMatch(c -> c < 0x80), "RFC 6856 §3.2: nobody has chosen UTF-8");
                }
                case GERMAN, FRENCH, CHINESE -> assertTranslated(text, english, words);
            }
        }
    }

    private static void assertTranslated(ReplyText text, String english, String words) {
        // French says octets as English does.
        if (!(text instanceof ReplyText.Octets) && !(text instanceof ReplyText.Maildrop)) {
            assertNotEquals(english, words);
        }
    }

    private static String leadingDigits(String text) {
        return text.replaceFirst("(?s)[^0-9].*", "");
    }

    @ParameterizedTest
    @CsvSource({
        "de, GERMAN",
        "DE, GERMAN",
        "de-AT, GERMAN",
        "de-CH-1996, GERMAN",
        "de-a-foo-x-bar, GERMAN",
        "fr-CA, FRENCH",
        "en, ENGLISH",
        "en-GB-oed, ENGLISH",
        "zh, CHINESE",
        "zh-CN, CHINESE",
        "zh-Hans, CHINESE",
        "zh-hans-sg, CHINESE",
        "i-default, DEFAULT",
        "*, ENGLISH"
    })
    void rfc4647_3_4_a_range_finds_the_language_that_suits_it_best(String range, Language language) {
        assertEquals(Optional.of(language), Language.matching(range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "d", "dex", "german", "en_GB", "i-klingon", "x-de", "-", "--", "-de", "", "d\u00e9"})
    void rfc4647_3_4_no_language_suits_some_ranges(String range) {
        assertEquals(Optional.empty(), Language.matching(range));
    }

    @Test
    void rfc6856_3_2_lang_alone_lists_the_languages_in_both_states() throws IOException {
        String list = """
            C: LANG
            S= +OK what this server speaks
            S= en English
            S= de Deutsch
            S= fr français
            S= zh-Hans 简体中文
            S= i-default Default language
            S= .
            """;
        server.talk("S: +OK\n" + list);
        server.talkAsAnn(list);
    }

    @Test
    void rfc6856_3_2_lang_changes_all_texts_from_its_answer_on_and_no_number() throws IOException {
        server.talk("""
            S= +OK mail.lan POP3 server ready
            C: STAT
            S= -ERR Authentication required; log in first
            C: LANG de-AT
            S= +OK de ab jetzt auf Deutsch
            C: STAT
            S= -ERR bitte zuerst anmelden
            C: USER ann
            S= +OK
            C: PASS wrong
            S= -ERR [AUTH] falscher Benutzername oder falsches Passwort
            C: USER ann
            S: +OK
            C: PASS two words
            S= +OK das Postfach hat 1 Nachricht (23 Oktette)
            C: STAT
            S= +OK 1 23
            C: LIST
            S= +OK 1 Nachrichten (23 Oktette)
            S= 1 23
            S= .
            C: RETR 1
            S= +OK 23 Oktette
            S= Subject: one
            S=
            S= first
            S= .
            C: LANG zh-CN
            S= +OK zh-Hans 从现在起使用简体中文
            C: DELE 2
            S= -ERR 没有这封邮件，编号从 1 到 1
            C: LANG fr
            S= +OK fr en français désormais
            C: DELE 1
            S= +OK
            C: QUIT
            S= +OK
            END
            """);
        assertEquals(List.of(), server.files());
    }

    @Test
    void rfc6856_3_2_a_language_that_is_not_known_changes_nothing() throws IOException {
        server.talk("""
            S: +OK
            C: LANG uga
            S= -ERR no such language here, LANG alone lists those there are
            C: LANG fr
            S: +OK fr
            C: LANG uga
            S= -ERR cette langue n'existe pas ici, LANG seul donne la liste
            C: LANG fr de
            S= -ERR LANG prend au plus une langue
            C: NOOP
            S= -ERR identifiez-vous d'abord
            C: LANG *
            S= +OK en English from now on
            C: NOOP
            S= -ERR Authentication required; log in first
            C: LANG i-default
            S= +OK i-default English from now on
            """);
    }

    @Test
    void rfc6856_3_2_each_session_begins_in_the_default_language() throws IOException {
        server.talkAsAnn("""
            C: LANG de
            S: +OK de
            C: QUIT
            S= +OK
            END
            """);
        server.talkAsAnn("""
            C: NOOP
            S= +OK
            """);
    }
}
