package net.groupvpn.overlay.dht.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

final class LeaseTableTest {
  private static final NodeId GREEDY = id("greedy", 0);
  private static final NodeId MODEST = id("modest", 0);

  private final LeaseTable table = new LeaseTable(LeaseTimes.STANDARD);

  private static NodeId id(String what, int number) {
    return NodeId.hash(new WireWriter().text(what).i64(number).toBytes());
  }

  private boolean claim(NodeId claimant, NodeId unit, NodeId key) throws WireException {
    if (table.isQuotaReached(claimant, unit, key, 0)) {
      return false;
    }
    LeaseEntry entry = Objects.requireNonNull(table.open(key, 0));
    byte[] content = SignedClaim.content(DhtOp.PROPOSE, key, claimant, 0, 1, new byte[0]);
    WireWriter writer = new WireWriter();
    ModelSecurity security = new ModelSecurity(claimant);
    new Signed(content, security.certificate(), security.sign(content)).write(writer);
    entry.propose(SignedClaim.read(new WireReader(writer.toBytes())), unit, 0);
    return true;
  }

  @Test
  void aMachineHoldsSoMuchAndNoMore() throws WireException {
    NodeId machine = id("machine", 1);
    for (int i = 0; i < LeaseTable.MAX_PER_CLAIMANT; i++) {
      assertThat(claim(machine, GREEDY, id("key", i))).isTrue();
    }
    assertThat(claim(machine, GREEDY, id("key", -1))).isFalse();
    assertThat(claim(machine, GREEDY, id("key", 0))).as("what it has already").isTrue();
  }

  @Test
  void allMachinesOfOneMemberLeaveRoomForOthers() throws WireException {
    for (int i = 0; i < LeaseTable.MAX_PER_UNIT; i++) {
      assertThat(claim(id("machine", i / 2), GREEDY, id("key", i))).isTrue();
    }
    assertThat(claim(id("machine", -1), GREEDY, id("key", -1))).isFalse();
    assertThat(claim(id("machine", -2), MODEST, id("key", -1))).isTrue();
  }
}
