package mailserver.mailbox.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimeCodesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Your code is 482913.                                  | 482913
            Ihr Bestätigungscode lautet 1234                      | 1234
            4711 is your PIN                                      | 4711
            Use 123-456 to verify your address                    | 123-456
            Your OTP: 00112233                                    | 00112233
            Enter A1B2C3 as the verification code                 | A1B2C3
            Code XK7-9QP, please                                  | XK7-9QP
            Your code is 482913, valid until 2027                 | 482913
            The code: https://x.example/confirm/123456            | ``
            Call +49 30 123456 or pay $ 1999 with code            | ``
            Order 20231231 cost 1499.99                           | ``
            We met in 2023                                        | ``
            Nothing to type in here                               | ``
            version 1.2345 of the token                           | ``
            """)
    void findsWhatIsToBeTypedIn(String text, String code) {
        assertEquals(code.isEmpty() ? List.of() : List.of(code), OneTimeCodes.in(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'Hello,\n\n  604213\n\nbye' | 604213
            'one\n2024\ntwo'            |
            """)
    void aLineThatIsNothingElseIsOne(String text, String code) {
        assertEquals(code == null ? List.of() : List.of(code), OneTimeCodes.in(text.replace("\\n", "\n")));
    }
}
