package net.groupvpn.portal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.overlay.virtual.MovableClock;
import net.groupvpn.portal.certificate.Lifetimes;
import org.jspecify.annotations.Nullable;

/**
 * A real portal on a free port, with its data in memory and a clock that the test moves. Its owner
 * is {@code owner}.
 */
final class RunningPortal implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final Pattern GROUP = Pattern.compile("/groups/(\\d+)");
  final MovableClock clock;
  final String databaseUrl;
  final SecureRandom random = new SecureRandom();
  final Portal portal;

  RunningPortal(Path data) throws IOException {
    this(data, "127.0.0.1");
  }

  RunningPortal(Path data, String address) throws IOException {
    this(data, address, "jdbc:h2:mem:" + UUID.randomUUID(), new MovableClock());
  }

  /** A portal that keeps its data in files, as real ones do. */
  static RunningPortal embedded(Path data, MovableClock clock) throws IOException {
    return new RunningPortal(data, "127.0.0.1", null, clock);
  }

  /** A portal that accepts streams, at 127.0.0.1. */
  static RunningPortal withStreams(Path data, int port) throws IOException {
    var database = "jdbc:h2:mem:" + UUID.randomUUID();
    var ports = new PublicNode.Ports(0, port);
    return new RunningPortal(data, "127.0.0.1", database, new MovableClock(), ports);
  }

  private RunningPortal(Path data, String address, @Nullable String database, MovableClock clock)
      throws IOException {
    this(data, address, database, clock, new PublicNode.Ports(0, 0));
  }

  private RunningPortal(
      Path data,
      String address,
      @Nullable String database,
      MovableClock clock,
      PublicNode.Ports ports)
      throws IOException {
    this.clock = clock;
    this.databaseUrl = String.valueOf(database);
    var hosts = List.of(address);
    var settings =
        new PortalSettings(
            data, database, address, 0, hosts, null, ports, Lifetimes.DEFAULT, false);
    portal = Portal.start(settings, clock, random);
  }

  /** Threads of this process that are reading a request's body now. */
  static long threadsThatRead() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack).anyMatch(call -> call.getClassName().endsWith(".HttpInput")))
        .count();
  }

  String url() {
    return portal.url();
  }

  /** A browser without a login. */
  TestBrowser browser() {
    return new TestBrowser(url());
  }

  /** Goes through the first run and stays logged in as the owner. */
  TestBrowser setUpOwner() {
    var browser = browser();
    setUp(browser, Objects.requireNonNull(portal.setUpCode()));
    return browser;
  }

  /** Creates the owner's account, and stays logged in. */
  static void setUp(TestBrowser browser, String code) {
    var answer =
        browser.send(
            "/set-up", "code", code, "name", "owner", "password", PASSWORD, "repeated", PASSWORD);
    check(answer, 303);
  }

  TestBrowser signUp(String name) {
    return signUp(browser(), name);
  }

  static TestBrowser signUp(TestBrowser browser, String name) {
    check(browser.send("/sign-up", "name", name, "password", PASSWORD, "repeated", PASSWORD), 303);
    return browser;
  }

  TestBrowser logIn(String name) {
    var browser = browser();
    check(browser.send("/log-in", "name", name, "password", PASSWORD), 303);
    return browser;
  }

  /** Creates a group and returns its path. */
  static String createGroup(TestBrowser admin, String name) {
    var answer = tryToCreateGroup(admin, name);
    check(answer, 303);
    return answer.location();
  }

  static TestBrowser.Answer tryToCreateGroup(TestBrowser admin, String name) {
    return admin.send(
        "/groups/new",
        "name",
        name,
        "description",
        "for tests",
        "ipv4-range",
        "10.128.0.0/16",
        "dns-suffix",
        "office.gvpn");
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

  /** Downloads a group file and returns its text. */
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
