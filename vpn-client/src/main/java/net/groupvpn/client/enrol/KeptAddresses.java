package net.groupvpn.client.enrol;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.path.NumericAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses at which the portal was reached last, over restarts. Thread-safe. */
final class KeptAddresses {
  /** Most addresses that are kept. */
  static final int MAX_ADDRESSES = 4;

  static final String FILE = "portal-addresses.txt";

  private static final Logger LOG = LoggerFactory.getLogger(KeptAddresses.class);

  private final StateStore store;

  KeptAddresses(StateStore store) {
    this.store = store;
  }

  private static boolean isGood(String line) {
    String[] words = line.split(" ", -1);
    return words.length == 2 && NumericAddress.parse(words[1]) != null;
  }

  /** Those of this host, the one used last first. */
  synchronized List<InetAddress> of(String host) {
    List<InetAddress> found = new ArrayList<>();
    try {
      String text = store.readCache(FILE, KeptAddresses::isGood);
      for (String line : text == null ? List.<String>of() : text.lines().toList()) {
        String[] words = line.split(" ", -1);
        InetAddress address = NumericAddress.parse(words[1]);
        if (words[0].equals(host) && address != null && found.size() < MAX_ADDRESSES) {
          found.add(address);
        }
      }
    } catch (IOException e) {
      LOG.warn("the portal's addresses cannot be read: {}", e.getMessage());
    }
    return found;
  }

  /** The portal was reached there. */
  synchronized void onReached(String host, InetAddress address) {
    List<InetAddress> known = of(host);
    if (known.isEmpty() || !known.get(0).equals(address)) {
      known.remove(address);
      known.add(0, address);
      List<String> lines =
          known.stream()
              .limit(MAX_ADDRESSES)
              .map(each -> host + " " + each.getHostAddress().replaceAll("%.*", ""))
              .toList();
      try {
        store.write(FILE, String.join("\n", lines) + "\n");
      } catch (IOException e) {
        LOG.warn("the portal's address cannot be kept: {}", e.getMessage());
      }
    }
  }
}
