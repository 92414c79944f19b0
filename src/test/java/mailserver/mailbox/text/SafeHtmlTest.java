package mailserver.mailbox.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of HTML; that it also does nothing in a browser is shown there. */
class SafeHtmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>evil</script>",
                "<img src=x onerror=evil>",
                "<a href='javascript:evil'>x</a>",
                "<svg><script>evil</script></svg>",
                "<iframe srcdoc='evil'></iframe>",
                "<form action=evil><button formaction=evil>x</button></form>",
                "<p style=\"background:url('//evil')\">x</p>",
                "<p style='background:\\55rl(//evil)'>x</p>",
                "<p style='b:u/**/rl(//evil)'>x</p>",
                "<style>@import '//evil';</style>",
                "<style>p{background:url(//evil)}</style>",
                "<style></style><script>evil</script></style>",
                "<meta http-equiv=refresh content='0;evil'>",
                "<base href='//evil/'>",
                "<img src='//evil/x.png'>",
                "<math href='javascript:evil'>x</math>",
                "<template><img src='//evil'></template>",
            })
    void whatCouldDoSomethingIsGone(String html) {
        String safe = SafeHtml.of("<p>kept</p>" + html, Map.of(), false);
        assertFalse(safe.toLowerCase(Locale.ROOT).contains("evil"), safe);
        assertTrue(safe.contains("kept"));
    }

    @Test
    void whatOnlyLooksLikeSomethingStays() {
        String html =
                "<h1 style=\"color: red\">Title</h1><table border=\"1\"><tr><td bgcolor=\"#eee\">cell</td></tr></table>"
                        + "<style>.a { color: blue }</style><a href=\"https://x.example/?a=1&amp;b=2\">link</a>";
        String safe = SafeHtml.of(html, Map.of(), false);
        for (String kept : new String[] {
            "color: red", "<td bgcolor=\"#eee\">cell</td>", ".a { color: blue }", "https://x.example/?a=1&amp;b=2"
        }) {
            assertTrue(safe.contains(kept), kept + " in " + safe);
        }
    }

    @Test
    void picturesComeFromTheMessageOrNotUnlessAskedFor() {
        String html =
                "<img src='cid:a@b'><img src='cid:none' alt='gone'><img src='https://x.example/p.png' width='90'>";
        Map<String, String> pictures = Map.of("a@b", "data:image/png;base64,AAAA");
        String safe = SafeHtml.of(html, pictures, false);
        assertTrue(safe.contains("src=\"data:image/png;base64,AAAA\""), safe);
        assertTrue(safe.contains("[gone]"), safe);
        assertFalse(safe.contains("x.example"), safe);
        assertTrue(SafeHtml.of(html, pictures, true).contains("https://x.example/p.png"));
        assertFalse(SafeHtml.of("<img src='data:image/svg+xml;base64,AAAA'>", Map.of(), true)
                .contains("svg"));
        assertFalse(
                SafeHtml.of("<img src='file:///etc/passwd'>", Map.of(), true).contains("passwd"));
    }
}
