package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import net.groupvpn.portal.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is cut off silently. */
final class LimitsTest {
  private static final String MANY_ACCOUNTS =
      "insert into account (name, password_hash, owner, created_at)"
          + " select 'many-' || x, '', false, current_timestamp from system_range(1, 2600)";
  private static final String MANY_MEMBERS =
      "insert into membership (vpn_group_id, account_id, role, status, reason, applied_at)"
          + " select 1, id, 'MEMBER', case when id %% 5 = 0 then 'PENDING' else 'APPROVED' end, '',"
          + " current_timestamp from account where name like 'many-%'";
  private static final String FULL_LIST =
      "insert into certificate (vpn_group_id, node_id, serial, spki_hash, not_before, not_after,"
          + " revoked_at, revoked_reason) select 1, 1, 'f' || x, lpad(cast(x as varchar), 64, '0'),"
          + " ts, dateadd('DAY', 7, ts), ts, 'PRIVILEGE_WITHDRAWN' from system_range(10000, 17999),"
          + " (select enrolled_at as ts from node where id = 1)";
  @TempDir Path data;

  @Test
  void longListsSayHowMuchOfThemIsShown() throws IOException {
    try (var portal = new RunningPortal(data)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Large");
      try (var database = Database.open(portal.databaseUrl)) {
        database.sql().execute(MANY_ACCOUNTS);
        database.sql().execute(MANY_MEMBERS.replace("%%", "%"));
      }
      assertThat(owner.get(group + "/members").body()).containsPattern("2,000 of 2,08\\d members");
      assertThat(owner.get(group + "/applications").body()).contains("500 of 520 applications");
    }
  }

  @Test
  void aRevocationThatTheListHasNoRoomForIsRefusedLoudly() throws IOException {
    try (var portal = new RunningPortal(data)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Large");
      var member = portal.signUp("member");
      RunningPortal.join(member, owner, group);
      var machine = new TestMachine(portal);
      assertThat(machine.enrol(TestMachine.token(RunningPortal.download(member, group))))
          .isEqualTo("ok");
      try (var database = Database.open(portal.databaseUrl)) {
        database.sql().execute(FULL_LIST);
      }
      var link = Pattern.compile("href=\"([^\"]*/revoke)\"");
      var found = link.matcher(owner.get(group + "/members").body());
      assertThat(found.find()).isTrue();
      var answer = owner.sendFrom(group, found.group(1));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body()).contains("at most 8,000 certificates").contains("8,001");
      assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");
    }
  }
}
