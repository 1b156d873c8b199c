package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import net.groupvpn.overlay.enrol.PortalApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members ask all the time whether there is another revocation list; mostly there is none. */
final class ListPollTest {
  @TempDir Path data;

  @Test
  void whoKnowsTheListIsToldSoAndNothingElse() throws Exception {
    try (var portal = new RunningPortal(data)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      var machine = new TestMachine(portal);
      machine.enrol(TestMachine.token(RunningPortal.download(owner, group)));
      var path = PortalApi.listPath(machine.membership().groupId());
      var known = machine.list();
      var tag = PortalApi.listTag(known.number(), known.thisUpdateMillis());

      assertThat(portal.browser().head(path, tag).status()).isEqualTo(304);
      var other = portal.browser().head(path, PortalApi.listTag(known.number() - 1, 0));
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.header("ETag")).isEqualTo(tag);
      assertThat(other.body()).isEmpty();

      portal.clock.advance(Duration.ofHours(13));
      assertThat(portal.browser().head(path, tag).status()).isEqualTo(200);
    }
  }

  @Test
  void aThousandMembersBehindOneAddressMayAsk() throws IOException {
    try (var portal = new RunningPortal(data)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      var file = TestMachine.groupFile(RunningPortal.download(owner, group));
      var path = PortalApi.listPath(file.groupId());
      for (var i = 0; i < 1_000; i++) {
        assertThat(portal.browser().head(path, "\"0-0\"").status()).isEqualTo(200);
      }
    }
  }
}
