package net.groupvpn.portal;

import static net.groupvpn.portal.store.schema.Tables.ACCOUNT;
import static net.groupvpn.portal.store.schema.Tables.AUDIT_ENTRY;
import static net.groupvpn.portal.store.schema.Tables.MEMBERSHIP;
import static net.groupvpn.portal.store.schema.Tables.VPN_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A portal is killed while busy. Everything that it acknowledged is there afterwards: in its files,
 * and in what the disk would hold after a power failure at that moment. {@code lab/portal-kills}
 * kills more often.
 */
final class KilledPortalTest {
  private static final int ROUNDS = Integer.getInteger("groupvpn.kills", 2);
  private static final int WRITERS = 3;
  private static final int MEMBERS = 3;
  private static final int MOST_ACKNOWLEDGED = 40;
  private static final int POWER_CUTS = 3;
  private static final Pattern REVOKE = Pattern.compile("href=\"([^\"]*/revoke)\"");
  private final Random chance = new Random(29);
  private int acknowledgedGroups;
  private int acknowledgedRevocations;
  private long largestFileBytes;
  @TempDir Path directory;

  /** What the portal has acknowledged. */
  private static final class Acknowledged {
    final Queue<String> groups = new ConcurrentLinkedQueue<>();
    final Queue<String> revoked = new ConcurrentLinkedQueue<>();
    final Semaphore count = new Semaphore(0);
  }

  @Test
  void whatWasAcknowledgedOutlivesAKillAndALossOfPower() throws IOException, InterruptedException {
    var recorder = directory.resolve("recorder.so");
    var records = RecordedDisk.build(recorder);
    for (var round = 0; round < ROUNDS; round++) {
      var place = Files.createDirectory(directory.resolve("round-" + round));
      round(place, records ? recorder : null);
    }
    System.out.printf(
        "%d kills, %d losses of power: all of %d groups and %d revocations that were acknowledged"
            + " are there; the largest database file has %d KiB%n",
        ROUNDS,
        records ? ROUNDS * POWER_CUTS : 0,
        acknowledgedGroups,
        acknowledgedRevocations,
        largestFileBytes >> 10);
  }

  private void round(Path place, @Nullable Path recorder) throws IOException, InterruptedException {
    var data = place.resolve("data");
    var recording = place.resolve("recording");
    Map<String, String> environment =
        recorder == null
            ? Map.of()
            : Map.of(
                "LD_PRELOAD",
                recorder.toString(),
                "RECORD_DIRECTORY",
                data.toString(),
                "RECORD_FILE",
                recording.toString());
    Acknowledged acknowledged;
    try (var portal = PortalProcess.start(data, environment)) {
      acknowledged = busyUntilKilled(portal);
    }
    check(acknowledged, data);
    acknowledgedGroups += acknowledged.groups.size();
    acknowledgedRevocations += acknowledged.revoked.size();
    largestFileBytes = Math.max(largestFileBytes, Files.size(data.resolve(Database.FILE)));
    if (recorder != null) {
      for (var cut = 0; cut < POWER_CUTS; cut++) {
        var rebuilt = Files.createDirectory(place.resolve("rebuilt-" + cut));
        RecordedDisk.read(recording).rebuild(rebuilt, cut == 0 ? null : chance);
        check(acknowledged, rebuilt);
      }
    }
  }

  private Acknowledged busyUntilKilled(PortalProcess portal) throws InterruptedException {
    var owner = portal.browser();
    RunningPortal.setUp(owner, portal.setUpCode);
    var group = RunningPortal.createGroup(owner, "Office");
    for (var i = 0; i < MEMBERS; i++) {
      RunningPortal.join(RunningPortal.signUp(portal.browser(), "member-" + i), owner, group);
    }
    var acknowledged = new Acknowledged();
    List<Thread> writers = new ArrayList<>();
    for (var i = 0; i < WRITERS; i++) {
      var name = "group-" + i + "-";
      writers.add(new Thread(() -> createGroups(owner, name, acknowledged)));
    }
    writers.add(new Thread(() -> revokeMembers(owner, group, acknowledged)));
    writers.forEach(Thread::start);
    acknowledged.count.acquire(1 + chance.nextInt(MOST_ACKNOWLEDGED));
    portal.kill();
    for (var writer : writers) {
      writer.join();
    }
    return acknowledged;
  }

  /** Until the portal is gone. */
  private static void createGroups(TestBrowser owner, String prefix, Acknowledged acknowledged) {
    try {
      for (var i = 0; ; i++) {
        RunningPortal.createGroup(owner, prefix + i);
        acknowledged.groups.add(prefix + i);
        acknowledged.count.release();
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class);
    }
  }

  private static void revokeMembers(TestBrowser owner, String group, Acknowledged acknowledged) {
    try {
      var links = REVOKE.matcher(owner.get(group + "/members").body());
      while (links.find()) {
        var page = owner.get(links.group(1)).body();
        if (owner.sendFrom(group, links.group(1)).status() == 303) {
          acknowledged.revoked.add(page.replaceAll("(?s).*(member-\\d+).*", "$1"));
          acknowledged.count.release();
        }
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class);
    }
  }

  private static void check(Acknowledged acknowledged, Path data) throws IOException {
    try (var database = Database.embedded(data)) {
      var sql = database.sql();
      assertThat(sql.select(VPN_GROUP.NAME).from(VPN_GROUP).fetch(VPN_GROUP.NAME))
          .containsAll(acknowledged.groups);
      assertThat(
              sql.select(ACCOUNT.NAME)
                  .from(MEMBERSHIP)
                  .join(ACCOUNT)
                  .on(ACCOUNT.ID.eq(MEMBERSHIP.ACCOUNT_ID))
                  .where(MEMBERSHIP.STATUS.eq(MemberStatus.REVOKED.name()))
                  .fetch(ACCOUNT.NAME))
          .containsAll(acknowledged.revoked);
      assertThat(
              sql.select(AUDIT_ENTRY.SUBJECT)
                  .from(AUDIT_ENTRY)
                  .where(AUDIT_ENTRY.ACTION.eq(AuditAction.REVOKED.name()))
                  .fetch(AUDIT_ENTRY.SUBJECT))
          .containsAll(acknowledged.revoked);
    }
  }
}
