package net.groupvpn.portal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.portal.certificate.Lifetimes;

/**
 * A really started portal on a free port, with its data in memory and a clock that the test moves.
 * Its owner is {@code owner}.
 */
final class RunningPortal implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final Pattern GROUP = Pattern.compile("/groups/(\\d+)");
  final MovableClock clock = new MovableClock();
  final SecureRandom random = new SecureRandom();
  final Portal portal;

  RunningPortal(Path data) throws IOException {
    this(data, "127.0.0.1");
  }

  RunningPortal(Path data, String address) throws IOException {
    var database = "jdbc:h2:mem:" + UUID.randomUUID();
    var hosts = List.of(address);
    var settings =
        new PortalSettings(
            data, database, address, 0, hosts, null, new PublicNode.Ports(0, 0), Lifetimes.DEFAULT);
    portal = Portal.start(settings, clock, random);
  }

  String url() {
    return portal.url();
  }

  /** A browser in which nobody is logged in. */
  TestBrowser browser() {
    return new TestBrowser(url());
  }

  /** Goes through the first run and stays logged in as the owner. */
  TestBrowser setUpOwner() {
    var browser = browser();
    var code = Objects.requireNonNull(portal.setUpCode());
    var answer =
        browser.send(
            "/set-up", "code", code, "name", "owner", "password", PASSWORD, "repeated", PASSWORD);
    check(answer, 303);
    return browser;
  }

  TestBrowser signUp(String name) {
    var browser = browser();
    check(browser.send("/sign-up", "name", name, "password", PASSWORD, "repeated", PASSWORD), 303);
    return browser;
  }

  TestBrowser logIn(String name) {
    var browser = browser();
    check(browser.send("/log-in", "name", name, "password", PASSWORD), 303);
    return browser;
  }

  /** Creates a group and gives its path. */
  static String createGroup(TestBrowser admin, String name) {
    var answer =
        admin.send(
            "/groups/new",
            "name",
            name,
            "description",
            "for tests",
            "ipv4-range",
            "10.128.0.0/16",
            "dns-suffix",
            "office.gvpn");
    check(answer, 303);
    return answer.location();
  }

  /** Applies and is approved. */
  static void join(TestBrowser member, TestBrowser admin, String group) {
    check(member.sendFrom(group, group + "/apply", "reason", "to work together"), 303);
    var queue = admin.get(group + "/applications").body();
    var approve = Pattern.compile("action=\"([^\"]*/approve)\"").matcher(queue);
    if (!approve.find()) {
      throw new AssertionError("nobody waits in " + queue);
    }
    check(admin.sendFrom(group + "/applications", approve.group(1)), 303);
  }

  /** Downloads a group file and gives its text. */
  static String download(TestBrowser member, String group) {
    var answer = member.sendFrom(group, group + "/config");
    check(answer, 200);
    return answer.body();
  }

  static String groupNumber(String path) {
    var match = GROUP.matcher(path);
    if (!match.find()) {
      throw new AssertionError(path);
    }
    return match.group(1);
  }

  private static void check(TestBrowser.Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError("status " + answer.status() + ": " + answer.body());
    }
  }

  @Override
  public void close() {
    portal.close();
  }
}
