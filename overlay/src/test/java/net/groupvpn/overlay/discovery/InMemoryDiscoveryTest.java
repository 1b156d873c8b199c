package net.groupvpn.overlay.discovery;

import java.util.Random;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.id.NodeId;

class InMemoryDiscoveryTest extends PublicDiscoveryContract {
  private final Random random = new Random(5);
  private final InMemoryDiscovery.Network network = new InMemoryDiscovery.Network();

  @Override
  Participant participant(String group) {
    NodeId id = NodeId.random(random);
    return new Participant(new InMemoryDiscovery(network, group, id), id);
  }

  @Override
  boolean await(BooleanSupplier condition) {
    return condition.getAsBoolean();
  }

  @Override
  void command(Participant participant, Runnable command) {
    command.run();
  }
}
