package mailserver.mailbox.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What a person sees of HTML: its text, and where its links lead. Nothing of it is run or loaded. */
public final class ReadableText {
    private static final Pattern URL =
            Pattern.compile("\\b(?:https?://|mailto:)[^\\s<>\"'\\]})]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?://|mailto:).+");
    private static final int MOST_LINKS = 1000;

    private ReadableText() {}

    public static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, style, head, title, template, noscript").remove();
        var text = new StringBuilder();
        document.traverse(new NodeVisitor() {
            @Override
            public void head(Node node, int depth) {
                if (node instanceof TextNode words) {
                    text.append(words.text());
                } else if (node instanceof Element element && breaks(element) && !text.isEmpty()) {
                    endLine();
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (node instanceof Element element
                        && element.isBlock()
                        && !element.normalName().equals("br")) {
                    endLine();
                }
            }

            private static boolean breaks(Element element) {
                return element.isBlock() || element.normalName().equals("br");
            }

            private void endLine() {
                while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
                    text.setLength(text.length() - 1);
                }
                text.append('\n');
            }
        });
        return text.toString()
                .replaceAll("(?m)^[ \\t\\u00a0]+", "")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    public static List<String> links(String text, String html) {
        Set<String> links = new LinkedHashSet<>();
        if (!html.isEmpty()) {
            for (Element element : Jsoup.parse(html).select("a[href], area[href]")) {
                String target = element.attr("href").strip();
                if (LINK.matcher(target).matches() && links.size() < MOST_LINKS) {
                    links.add(target);
                }
            }
        }
        Matcher found = URL.matcher(text);
        while (found.find() && links.size() < MOST_LINKS) {
            // A full stop behind a link ends the sentence.
            links.add(found.group().replaceFirst("[.,;:!?]+$", ""));
        }
        return List.copyOf(links);
    }
}
