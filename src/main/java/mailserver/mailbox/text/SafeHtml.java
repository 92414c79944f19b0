package mailserver.mailbox.text;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * The HTML of a message, with only that in it which is known to do nothing: text, tables, pictures, styles. It is shown in a frame that
 * may run and send nothing, too; each of the two would do alone.
 */
public final class SafeHtml {
    /** What every browser shows and none runs: no SVG. */
    public static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private static final String[] LOOKS = {
        "style",
        "class",
        "id",
        "dir",
        "lang",
        "title",
        "align",
        "valign",
        "width",
        "height",
        "bgcolor",
        "color",
        "face",
        "size",
        "border",
        "cellpadding",
        "cellspacing",
        "hspace",
        "vspace",
        "nowrap",
        "colspan",
        "rowspan",
        "role"
    };
    private static final Safelist KNOWN = Safelist.relaxed()
            .addTags(
                    "abbr",
                    "address",
                    "article",
                    "aside",
                    "bdi",
                    "bdo",
                    "big",
                    "center",
                    "del",
                    "details",
                    "div",
                    "figcaption",
                    "figure",
                    "font",
                    "footer",
                    "header",
                    "hr",
                    "ins",
                    "kbd",
                    "main",
                    "mark",
                    "nav",
                    "s",
                    "samp",
                    "section",
                    "span",
                    "strike",
                    "summary",
                    "time",
                    "tt",
                    "var",
                    "wbr")
            .addAttributes(":all", LOOKS)
            .addAttributes("a", "href", "name")
            .addAttributes("img", "src", "alt")
            .addAttributes("ol", "start", "type")
            .addProtocols("a", "href", "http", "https", "mailto", "tel")
            .removeProtocols("img", "src", "http", "https");
    private static final Pattern REMOTE = Pattern.compile("(?i)^(?:https?:)?//.+");
    /** What a style could fetch, or lay over all else. */
    private static final Pattern FETCHES =
            Pattern.compile("(?i)url\\s*\\(|@import|expression\\s*\\(|-moz-binding|image-set|src\\s*:");

    private SafeHtml() {}

    /**
     * A document that can be shown.
     *
     * @param pictures those that came along, by their ids, as URLs that hold them
     * @param remote   pictures from elsewhere stay: whoever has sent them learns of it
     */
    public static String of(String html, Map<String, String> pictures, boolean remote) {
        Document dirty = Jsoup.parse(html);
        String styles = dirty.select("style").stream()
                .map(Element::data)
                .map(css -> FETCHES.matcher(css).find() ? "" : css.replace("<", ""))
                .collect(Collectors.joining("\n"));
        Document clean = new Cleaner(KNOWN).clean(dirty);
        for (Element image : clean.select("img")) {
            picture(image, pictures, remote);
        }
        for (Element link : clean.select("a[href]")) {
            link.attr("target", "_blank").attr("rel", "noopener noreferrer nofollow");
        }
        for (Element element : clean.select("[style]")) {
            Attribute style = element.attribute("style");
            if (FETCHES.matcher(unescaped(style.getValue())).find()) {
                element.removeAttr("style");
            }
        }
        clean.outputSettings().prettyPrint(false);
        return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><base target=\"_blank\"><title>message</title>"
                + "<style>html{background:#fff;color:#111;font:15px/1.45 system-ui,sans-serif}"
                + "body{margin:12px;overflow-wrap:anywhere}img{max-width:100%}</style><style>" + styles
                + "</style></head>" + clean.body().outerHtml() + "</html>";
    }

    private static void picture(Element image, Map<String, String> pictures, boolean remote) {
        String source = image.attr("src").strip();
        String lower = source.toLowerCase(Locale.ROOT);
        if (lower.startsWith("cid:")) {
            String held = pictures.get(source.substring(4));
            if (held != null) {
                image.attr("src", held);
                return;
            }
        } else if (REMOTE.matcher(source).matches() && remote) {
            image.attr("referrerpolicy", "no-referrer");
            return;
        } else if (PICTURES.stream().anyMatch(type -> lower.startsWith("data:" + type + ";base64,"))) {
            return;
        }
        String said = image.attr("alt").strip();
        if (isTiny(image.attr("width")) || isTiny(image.attr("height"))) {
            // It was there to be asked for, and not to be seen.
            image.remove();
        } else {
            image.replaceWith(new Element("span").text("[" + (said.isEmpty() ? "picture" : said) + "]"));
        }
    }

    private static boolean isTiny(String length) {
        return length.strip().matches("[0-3](px)?");
    }

    /** CSS writes any letter as a backslash and digits, too, and has comments. */
    private static String unescaped(String css) {
        return Pattern.compile("\\\\([0-9a-fA-F]{1,6})\\s?")
                .matcher(css.replaceAll("/\\*.*?\\*/", ""))
                .replaceAll(found -> {
                    int letter = Integer.parseInt(found.group(1), 16);
                    return letter > 0 && letter < 0x80 && Character.isLetterOrDigit(letter)
                            ? Character.toString(letter)
                            : "_";
                })
                .replace("\\", "");
    }
}
