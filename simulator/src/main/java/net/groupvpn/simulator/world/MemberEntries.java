package net.groupvpn.simulator.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;

/** What a group's members keep in the hash table: leases of an address and a name, and a record. */
public final class MemberEntries {
  private static final Duration RECORD_LIFE = Duration.ofHours(1);

  /** As long as a member's record with its node ID, address and name. */
  private static final int VALUE_BYTES = 40;

  private MemberEntries() {}

  /** Makes every machine claim and publish its own entries. */
  public static void store(World world) {
    for (SimulatedMachine machine : world.machines()) {
      machine.command(() -> store(machine));
    }
  }

  private static void store(SimulatedMachine machine) {
    Dht dht = machine.node().dht();
    byte[] value = new byte[VALUE_BYTES];
    for (String kind : new String[] {"address", "name"}) {
      dht.claim(key(kind, machine), value, Dht.ClaimListener.SILENT);
    }
    dht.put(key("node", machine), value, RECORD_LIFE.toNanos(), stored -> {});
  }

  private static NodeId key(String kind, SimulatedMachine machine) {
    return NodeId.hash((kind + ":" + machine.number()).getBytes(StandardCharsets.UTF_8));
  }
}
