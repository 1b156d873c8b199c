package net.groupvpn.client.device;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The local address from which to answer each peer: the one that it asked, because a firewall or
 * NAT before the peer blocks all others, and the kernel would choose by its routes alone. A peer to
 * which this machine has sent first has seen the kernel's choice, so that stays. Bounded;
 * thread-safe.
 */
final class AskedAddresses {
  /** Most peers remembered; the one silent for longest is forgotten first. */
  static final int MAX_PEERS = 4_096;

  /**
   * How long the kernel chooses after a change of networks: peers that still ask at a stale address
   * learn the new one in that time.
   */
  static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long FOR_EVER = Long.MAX_VALUE;

  private final LongSupplier nanoTime;
  private final Map<Endpoint, Choice> choices =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Choice> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /** Either an address, or how long the kernel chooses. */
  private static final class Choice {
    private byte @Nullable [] address;
    private long freeNanos;
  }

  /** {@code nanoTime} as {@link System#nanoTime}. */
  AskedAddresses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A datagram from {@code peer} arrived at {@code local}, 16 bytes. */
  synchronized void onReceived(Endpoint peer, byte[] local) {
    Choice choice = choices.computeIfAbsent(peer, key -> new Choice());
    boolean isFree =
        choice.freeNanos == FOR_EVER
            || (choice.freeNanos != 0 && choice.freeNanos - nanoTime.getAsLong() > 0);
    if (!isFree && !Arrays.equals(choice.address, local)) {
      choice.address = local.clone();
      choice.freeNanos = 0;
    }
  }

  /** The address from which to send to this peer now, 16 bytes, or null if the kernel chooses. */
  synchronized byte @Nullable [] toSendFrom(Endpoint peer) {
    Choice choice = choices.get(peer);
    if (choice == null) {
      choice = new Choice();
      choice.freeNanos = FOR_EVER;
      choices.put(peer, choice);
    }
    return choice.address;
  }

  /** The address is no longer this machine's; false if none was chosen. */
  synchronized boolean forget(Endpoint peer) {
    Choice choice = choices.get(peer);
    return choice != null && release(choice);
  }

  /** This machine's addresses or routes have changed. */
  synchronized void onNetworkChanged() {
    choices.values().forEach(this::release);
  }

  private boolean release(Choice choice) {
    boolean wasChosen = choice.address != null;
    if (wasChosen) {
      choice.address = null;
      choice.freeNanos = Math.max(1, nanoTime.getAsLong() + SETTLE_NANOS);
    }
    return wasChosen;
  }
}
