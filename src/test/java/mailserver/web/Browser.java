package mailserver.web;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mailserver.Chromium;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Chromium that people's steps are played in, for all tests of a class; each person has a context of his own, with its own cookies.
 * Where there is no browser the class is skipped, but fails in CI.
 */
final class Browser implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final double PATIENCE_MS = 20_000;

    private Playwright playwright;
    private com.microsoft.playwright.Browser chromium;

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** For who is no test. */
    static Browser start() {
        var browser = new Browser();
        browser.open();
        return browser;
    }

    private void open() {
        String program = Chromium.find();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        // The browser is the machine's own: none is fetched.
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(program))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    /** A person with a window of this size. */
    BrowserContext person(int width, int height, boolean dark) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-GB")
                .setColorScheme(
                        dark
                                ? com.microsoft.playwright.options.ColorScheme.DARK
                                : com.microsoft.playwright.options.ColorScheme.LIGHT));
        context.setDefaultTimeout(PATIENCE_MS);
        return context;
    }

    BrowserContext person() {
        return person(1280, 800, false);
    }

    /** Signs in at the page's first form. */
    static Page signIn(BrowserContext person, String address, String user) {
        Page page = person.newPage();
        page.navigate(address);
        page.getByLabel("Address").fill(user);
        page.getByLabel("Password").fill("secret");
        page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.NAVIGATION,
                        new Page.GetByRoleOptions().setName("Pages"))
                .waitFor();
        return page;
    }

    @Override
    public void close() {
        if (playwright != null) {
            playwright.close();
        }
    }
}
