package net.groupvpn.overlay.session;

import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;

/** Seals what one session sends. Once the session is over, nothing is sent. */
final class SessionOutput {
  private final SessionContext context;
  private final KeyingSet keyings;
  private final MessageAssembly assembly;
  private boolean stopped;

  SessionOutput(SessionContext context, KeyingSet keyings, MessageAssembly assembly) {
    this.context = context;
    this.keyings = keyings;
    this.assembly = assembly;
  }

  /**
   * Sends a message of the layer above, in as many records as needed; false if it is dropped.
   *
   * @param recordBytes longest plaintext of a record on that path
   */
  boolean sendMessage(Path where, byte[] message, int recordBytes) {
    if (message.length == 0 || message.length > Session.MAX_MESSAGE_BYTES) {
      context.count(OverlayCounter.DROPPED_SEND_LENGTH);
      return false;
    }
    if (stopped) {
      context.count(OverlayCounter.DROPPED_SEND_CLOSED);
      return false;
    }
    List<byte[]> records = assembly.cut(message, recordBytes);
    if (records.isEmpty()) {
      context.count(OverlayCounter.DROPPED_SEND_TOO_NARROW);
    }
    records.forEach(record -> send(where, record));
    return true;
  }

  /** Sends one record with the active keys. */
  void send(Path where, byte[] message) {
    send(where, keyings.active(), message);
  }

  void send(Path where, Keying keying, byte[] message) {
    if (!stopped) {
      context.sender().send(where, keying.seal(message));
    }
  }

  /** As {@link Session#sendFromElsewhere}. */
  void sendFromElsewhere(Path where, byte[] message) {
    if (!stopped && where instanceof DirectPath direct) {
      byte[] sealed = keyings.active().seal(message);
      context.engine().emit(new Output.TransmitElsewhere(direct.endpoint(), sealed));
    }
  }

  /** As {@link Session#scatter}. */
  void scatter(Endpoint to, int count) {
    if (!stopped) {
      List<byte[]> sealed =
          Stream.generate(() -> keyings.active().seal(challenge())).limit(count).toList();
      context.engine().emit(new Output.Scatter(to, sealed));
    }
  }

  /** As {@link Session#knock}. */
  void knock(Path candidate) {
    send(candidate, challenge());
  }

  /** A challenge whose answer nobody waits for. */
  private byte[] challenge() {
    return ControlMessages.path(MessageType.PATH_CHALLENGE, context.engine().random().nextLong());
  }

  void stop() {
    stopped = true;
  }
}
