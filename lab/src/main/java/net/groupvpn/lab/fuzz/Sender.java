package net.groupvpn.lab.fuzz;

import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.wire.WireWriter;

/** Sends what the hostile node would never send by itself. */
final class Sender {
  /** A longer piece would exceed the number of pieces that a receiver accepts. */
  private static final int MAX_BYTES = 18_288;

  private static final int MAX_RECORD_BYTES = 1_400;
  private static final int MAX_PIECE_BYTES = 1_143;
  private static final int MAX_PIECES = 16;

  private final Dice dice;
  private final ScenarioNetwork network;
  private final FuzzMachine hostile;

  Sender(Dice dice, ScenarioNetwork network, FuzzMachine hostile) {
    this.dice = dice;
    this.network = network;
    this.hostile = hostile;
  }

  /** Sends {@code message} in its session, over {@code relay} if necessary. */
  void send(Session to, Session relay, Delivery delivery, byte[] message) {
    Path relayed = new RelayPath(relay.peer(), to.peer());
    switch (delivery) {
      case WHOLE -> whole(to, to.path(), message);
      case PIECES -> pieces(to, to.path(), message);
      case RELAYED -> whole(to, relayed, message);
      case RELAYED_PIECES -> pieces(to, relayed, message);
      case HOP_BY_HOP -> whole(to, new OverlayPath(to.peer(), null), message);
      case FRAME -> throw new IllegalArgumentException("a frame is no message");
    }
  }

  private static void whole(Session to, Path path, byte[] message) {
    byte[] fitting = Arrays.copyOf(message, Math.min(MAX_RECORD_BYTES, message.length));
    to.sendOn(path, fitting);
  }

  /** Some are longer than a message may be; some lack a piece, or repeat one. */
  private void pieces(Session to, Path path, byte[] message) {
    byte[] whole = dice.oneIn(8) ? Arrays.copyOf(message, dice.upTo(MAX_BYTES)) : message;
    int least = Math.max(1, (whole.length + MAX_PIECES - 1) / MAX_PIECES);
    int bytes = Math.min(MAX_PIECE_BYTES, least + dice.below(MAX_PIECE_BYTES));
    int count = (whole.length + bytes - 1) / bytes;
    int number = dice.i32();
    for (int index = 0; index < count; index++) {
      int from = index * bytes;
      byte[] piece = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + bytes));
      WireWriter out = new WireWriter().code(MessageType.FRAGMENT).i32(number);
      out.u8(dice.oneIn(100) ? dice.upTo(count) : index).u8(count).fixed(piece);
      to.sendOn(path, out.toBytes());
    }
  }

  /** Sends a frame that no session has sealed. */
  void sendFrame(OverlayNode node, Session to, Session relay, SimulatedHost target, byte[] frame) {
    switch (dice.below(3)) {
      case 0 -> node.relays().send(new RelayPath(relay.peer(), to.peer()), frame);
      case 1 ->
          node.messenger().sendExact(new OverlayPath(to.peer(), null), PayloadKind.FRAME, frame);
      default -> network.wiring().inject(hostile.host().endpoint(), target, frame);
    }
  }

  static final List<Delivery> IN_SESSIONS =
      List.of(
          Delivery.WHOLE,
          Delivery.WHOLE,
          Delivery.PIECES,
          Delivery.RELAYED,
          Delivery.RELAYED_PIECES,
          Delivery.HOP_BY_HOP);
}
