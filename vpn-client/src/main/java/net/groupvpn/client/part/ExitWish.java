package net.groupvpn.client.part;

import java.io.IOException;
import java.util.List;
import net.groupvpn.client.config.TunnelConfig.Exit;
import net.groupvpn.client.enrol.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user has last said about gateways, on disk: a client that is killed and started again
 * must not send in the open what was to go through the tunnel.
 */
final class ExitWish {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWish.class);
  private static final String OFF = "off";
  private static final String AUTO = "auto";

  private final StateStore store;

  ExitWish(StateStore store) {
    this.store = store;
  }

  /** The last wish, or {@code fallback} if there was none. */
  Exit load(Exit fallback) {
    try {
      String text = store.exitWish();
      if (text == null) {
        return fallback;
      }
      return switch (text) {
        case OFF -> Exit.OFF;
        case AUTO -> new Exit(true, List.of());
        default -> new Exit(true, List.of(text.split(",", -1)));
      };
    } catch (IOException e) {
      LOG.warn("which gateway was wished for is not known: {}", e.getMessage());
      return fallback;
    }
  }

  /** Keeps a wish. */
  void save(Exit wish) throws IOException {
    String names = wish.names().isEmpty() ? AUTO : String.join(",", wish.names());
    store.saveExitWish(wish.isOn() ? names : OFF);
  }
}
