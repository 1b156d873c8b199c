package net.groupvpn.portal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import net.groupvpn.overlay.enrol.PortalApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost of members that ask every 30 s whether there is another revocation list: the portal's
 * processor time per request, with a new connection for each and with kept ones. Run by {@code
 * lab/poll-cost}.
 */
@EnabledIfEnvironmentVariable(named = PollCost.MEMBERS, matches = "\\d+")
final class PollCost {
  static final String MEMBERS = "POLL_COST_MEMBERS";
  private static final int AT_ONCE = 4;
  private static final int WARM_UP = 2_000;
  private static final double INTERVAL_SECONDS = 30;
  @TempDir Path data;

  @Test
  void ofEachQuestion() throws Exception {
    var members = Integer.parseInt(System.getenv(MEMBERS));
    try (var portal = PortalProcess.start(data, Map.of())) {
      var path = PortalApi.listPath(setUp(portal));
      var kept = new TestBrowser(portal.url);
      var tag = kept.head(path, "").header("ETag");
      ask(WARM_UP, kept, path, tag);
      report(portal, "a kept connection", members, () -> ask(members, kept, path, tag));
      report(
          portal,
          "a new connection each",
          members,
          () -> {
            for (var i = 0; i < members; i++) {
              ask(1, new TestBrowser(portal.url, TrustingClient.create()), path, tag);
            }
          });
    }
  }

  /** Creates an owner and a group; returns the group's ID. */
  private static String setUp(PortalProcess portal) {
    var owner = new TestBrowser(portal.url);
    var password = RunningPortal.PASSWORD;
    owner.send(
        "/set-up",
        "code",
        portal.setUpCode,
        "name",
        "owner",
        "password",
        password,
        "repeated",
        password);
    var group = RunningPortal.createGroup(owner, "Office");
    return TestMachine.groupFile(RunningPortal.download(owner, group)).groupId();
  }

  private static void ask(int times, TestBrowser browser, String path, String tag)
      throws InterruptedException, ExecutionException {
    var pool = Executors.newFixedThreadPool(Math.min(times, AT_ONCE));
    try {
      var questions = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < times; i++) {
        questions.add(() -> browser.head(path, tag).status());
      }
      for (var answer : pool.invokeAll(questions)) {
        if (answer.get() != 304) {
          throw new IllegalStateException("status " + answer.get());
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface Questions {
    void ask() throws InterruptedException, ExecutionException;
  }

  private static void report(PortalProcess portal, String what, int members, Questions questions)
      throws Exception {
    var before = portal.processorTime();
    questions.ask();
    var spent = portal.processorTime().minus(before);
    var eachMillis = spent.toMillis() / (double) members;
    var share = members / INTERVAL_SECONDS * eachMillis / 10;
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f ms for each question; %d members: %.1f %% of a processor%n",
        what,
        eachMillis,
        members,
        share);
  }
}
