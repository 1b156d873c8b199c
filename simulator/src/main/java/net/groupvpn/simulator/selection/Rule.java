package net.groupvpn.simulator.selection;

import java.util.Locale;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.relay.AgeSelection;
import net.groupvpn.overlay.relay.LatencySelection;
import net.groupvpn.overlay.relay.RandomSelection;
import net.groupvpn.overlay.relay.RelaySelection;
import net.groupvpn.simulator.world.SimulatedMachine;

/** How a relay is chosen. */
enum Rule {
  /** The lowest sum of both legs: the product's rule. */
  LATENCY {
    @Override
    RelaySelection of(SimulatedMachine machine, OverlayNode node) {
      return new LatencySelection();
    }
  },
  /** The relay nearest to the end that chooses. */
  NEAREST {
    @Override
    RelaySelection of(SimulatedMachine machine, OverlayNode node) {
      return new NearestSelection(node.sessions());
    }
  },
  /** The relay whose legs are oldest. */
  AGE {
    @Override
    RelaySelection of(SimulatedMachine machine, OverlayNode node) {
      return new AgeSelection();
    }
  },
  /** Any relay. */
  RANDOM {
    @Override
    RelaySelection of(SimulatedMachine machine, OverlayNode node) {
      return new RandomSelection(machine.host().networkRandom());
    }
  };

  abstract RelaySelection of(SimulatedMachine machine, OverlayNode node);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
