package net.groupvpn.client.part;

import java.io.IOException;
import java.util.List;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.enrol.ExitNodeFile;

/**
 * What the user has last said about gateways, on disk: a client that is killed and started again
 * must not send in the open what was to go through the tunnel. Nor must one that cannot read it any
 * more: then nothing leaves until the user says it again.
 */
final class ExitWish {
  private static final String OFF = "off";
  private static final String AUTO = "auto";

  private final ExitNodeFile file;

  /**
   * What is wanted as far as that is known.
   *
   * @param exit the wish; on, and any gateway, where it is not known
   * @param problem why it is not known, and what to do; empty if it is
   */
  record Kept(Exit exit, String problem) {
    /** A wish that is known. */
    static Kept of(Exit exit) {
      return new Kept(exit, "");
    }

    /** Whether nothing may leave beside the tunnel. */
    boolean isOn() {
      return exit.isOn();
    }

    /** Whether a gateway is to be used; otherwise, if it is on, nothing leaves at all. */
    boolean usesGateway() {
      return exit.isOn() && problem.isEmpty();
    }
  }

  ExitWish(ExitNodeFile file) {
    this.file = file;
  }

  /** The last wish, or {@code fallback} if there was none. */
  Kept load(Exit fallback) {
    try {
      String text = file.read();
      return Kept.of(text == null ? fallback : parse(text));
    } catch (IOException e) {
      return new Kept(
          new Exit(true, List.of()),
          "nothing leaves for the Internet, since what was wanted is not known: "
              + e.getMessage()
              + "; say it again: groupvpn exit-node auto, NAME or off");
    }
  }

  private static Exit parse(String text) {
    return switch (text) {
      case OFF -> Exit.OFF;
      case AUTO -> new Exit(true, List.of());
      default -> new Exit(true, List.of(text.split(",", -1)));
    };
  }

  /** Keeps a wish. */
  void save(Exit wish) throws IOException {
    String names = wish.names().isEmpty() ? AUTO : String.join(",", wish.names());
    file.write(wish.isOn() ? names : OFF);
  }
}
