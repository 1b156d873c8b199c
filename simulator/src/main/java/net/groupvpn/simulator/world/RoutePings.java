package net.groupvpn.simulator.world;

import java.util.BitSet;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/** Small messages that the overlay carries hop by hop to a node, and that the node answers. */
public final class RoutePings {
  private static final int REQUEST = 1;
  private static final int ANSWER = 2;

  private final BitSet answered = new BitSet();
  private int sent;

  /** Must be made before the machines start, and at most once in a world. */
  public RoutePings(World world) {
    world.machines().forEach(machine -> machine.observe(RoutePings.this::listen));
  }

  private void listen(SimulatedMachine machine, OverlayNode node) {
    node.messenger()
        .handle(
            PayloadKind.PRIVATE_FRAME, (source, target, payload) -> onPing(node, source, payload));
  }

  private void onPing(OverlayNode node, OverlayPath source, byte[] payload) {
    try {
      WireReader in = new WireReader(payload);
      int type = in.u8();
      int number = in.i32();
      if (type == ANSWER) {
        answered.set(number);
      } else {
        send(node, source, ANSWER, number);
      }
    } catch (WireException e) {
      throw new IllegalStateException("pings are well-formed", e);
    }
  }

  private static void send(OverlayNode node, OverlayPath to, int type, int number) {
    byte[] message = new WireWriter().u8(type).i32(number).toBytes();
    node.messenger().sendExact(to, PayloadKind.PRIVATE_FRAME, message);
  }

  /** Sends one ping; returns its number. */
  public int send(SimulatedMachine from, SimulatedMachine to) {
    int number = sent++;
    OverlayPath path = new OverlayPath(to.id(), null);
    from.command(() -> send(from.node(), path, REQUEST, number));
    return number;
  }

  /** Share of the pings with numbers from {@code first} to {@code end - 1} that were answered. */
  public double answeredShare(int first, int end) {
    return answered.get(first, end).cardinality() / (double) (end - first);
  }

  /** Number of pings sent so far, which is the number of the next one. */
  public int sent() {
    return sent;
  }
}
