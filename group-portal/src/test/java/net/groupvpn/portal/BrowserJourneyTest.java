package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole journey in a real Chromium without JavaScript, with screenshots of every page. */
final class BrowserJourneyTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path PICTURES = Path.of("target", "pictures");
  @TempDir static Path data;
  private static Playwright playwright;
  private static Browser chromium;
  private static RunningPortal portal;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "SKIPPED: no Chromium at " + CHROMIUM + "; install it with: apt-get install chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
    portal = new RunningPortal(data);
  }

  @AfterAll
  static void stop() {
    if (portal != null) {
      portal.close();
    }
    if (playwright != null) {
      playwright.close();
    }
  }

  private static Page visitor(ColorScheme scheme) {
    BrowserContext context =
        chromium.newContext(
            new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setJavaScriptEnabled(false)
                .setColorScheme(scheme)
                .setViewportSize(1100, 800)
                .setBaseURL(portal.url()));
    return context.newPage();
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
  }

  private static void follow(Page page, String link) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link)).first().click();
  }

  private static void fillPassword(Page page) {
    page.locator("#password").fill(RunningPortal.PASSWORD);
    page.locator("#repeated").fill(RunningPortal.PASSWORD);
  }

  @Test
  void aMemberJoinsAndIsRevokedInTheBrowser() throws IOException {
    var admin = visitor(ColorScheme.LIGHT);
    becomeOwner(admin);
    createGroup(admin);

    var member = visitor(ColorScheme.DARK);
    apply(member);
    approve(admin);
    var machine = enrol(member);
    makePolicy(admin, machine);

    follow(admin, "Members");
    picture(admin, "members");
    follow(admin, "Revoke alice");
    picture(admin, "revoke");
    assertThat(admin.content()).contains("This cannot be undone");
    press(admin, "Revoke alice");
    picture(admin, "members-after");
    assertThat(admin.locator("main").innerText()).contains("revoked");
    assertThat(machine.renew()).isEqualTo("revoked");

    admin.navigate("/audit");
    picture(admin, "audit");
    assertThat(admin.locator("table").innerText()).contains("revoked alice", "approved alice");
  }

  private static void becomeOwner(Page page) {
    page.navigate("/");
    assertThat(page.url()).endsWith("/set-up");
    page.locator("#code").fill("wrong");
    page.locator("#name").fill("owner");
    fillPassword(page);
    press(page, "Become the owner");
    picture(page, "set-up");
    assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("not the set-up code");
    page.locator("#code").fill(Objects.requireNonNull(portal.portal.setUpCode()));
    fillPassword(page);
    press(page, "Become the owner");
    assertThat(page.url()).endsWith("/groups");
  }

  private static void createGroup(Page page) {
    follow(page, "Create a group");
    page.locator("#name").fill("Physics lab");
    page.locator("#description").fill("Desktops and instruments of the physics lab.");
    picture(page, "new-group");
    press(page, "Create the group");
    picture(page, "group-admin");
    assertThat(page.locator("h1").innerText()).isEqualTo("Physics lab");
  }

  private static void apply(Page page) {
    page.navigate("/sign-up");
    page.locator("#name").fill("alice");
    fillPassword(page);
    picture(page, "sign-up-dark");
    press(page, "Sign up");
    picture(page, "groups-dark");
    follow(page, "Physics lab");
    page.locator("#reason").fill("I measure on Tuesdays and need the spectrometer's files.");
    picture(page, "apply-dark");
    press(page, "Apply");
    assertThat(page.locator("main").innerText()).contains("Your application is waiting");
  }

  private static void approve(Page page) {
    follow(page, "Groups");
    picture(page, "groups");
    follow(page, "1 application is waiting");
    picture(page, "applications");
    press(page, "Approve alice");
    assertThat(page.locator("main").innerText()).contains("Nobody is waiting");
    follow(page, "Physics lab");
  }

  private static TestMachine enrol(Page page) throws IOException {
    page.reload();
    var file = page.waitForDownload(() -> press(page, "Download group file"));
    assertThat(file.suggestedFilename()).isEqualTo("physics-lab.groupvpn");
    var machine = new TestMachine(portal);
    var token = TestMachine.token(Files.readString(file.path()));
    assertThat(machine.enrol(token)).isEqualTo("ok");
    page.reload();
    picture(page, "group-dark");
    assertThat(page.locator("table").innerText()).contains("laptop", "active");
    return machine;
  }

  private static void makePolicy(Page page, TestMachine machine) {
    page.reload();
    follow(page, "Policy");
    page.locator("#gateway-member").selectOption("alice");
    press(page, "Allow as a gateway");
    page.locator("#reserved-member").selectOption("alice");
    page.locator("#reserved-address").fill("192.0.2.1");
    page.locator("#reserved-name").fill("spectrometer");
    press(page, "Reserve");
    picture(page, "policy-problem");
    assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("range");
    assertThat(page.locator("#reserved-name").inputValue()).isEqualTo("spectrometer");
    page.locator("#reserved-address").fill("");
    press(page, "Reserve");
    picture(page, "policy");
    assertThat(page.locator("main").innerText()).contains("spectrometer.office.gvpn");
    assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");
    assertThat(Objects.requireNonNull(machine.policy()).mayBeGateway("alice")).isTrue();
    press(page, "Remove the gateway alice");
    assertThat(page.locator("main").innerText()).contains("Nobody may be a gateway");
    follow(page, "Physics lab");
  }
}
