package net.groupvpn.overlay.session;

import java.util.stream.IntStream;

/**
 * Searches for the longest UDP payload that a path carries (RFC 8899 5.2, 5.3): what may be used
 * now, and which size to probe next. Sizes are bytes of UDP payload. The search starts at {@link
 * #MINIMUM_BYTES}, which every path is assumed to carry; then the base, then a full Ethernet frame,
 * then what the local link carries. Between a size that passed and one that failed it halves the
 * table of usual sizes. Pure: it knows neither time nor path.
 */
final class MtuSearch {
  /** The smallest supported underlay: IPv4 of 576 bytes (RFC 791). */
  static final int MINIMUM_BYTES = 548;

  /** BASE_PLPMTU: passes on all but few paths (RFC 8899 5.1.2). */
  static final int BASE_BYTES = 1_200;

  private static final int UDP_AND_IPV4_BYTES = 28;
  private static final int UDP_AND_IPV6_BYTES = 48;
  private static final int ETHERNET_BYTES = 1_500;
  private static final int JUMBO_BYTES = 9_000;
  private static final int NOTHING_FAILED = Integer.MAX_VALUE;

  /** Lengths of IP packets at which links and tunnels are known to stop. */
  private static final int[] LINK_MTUS = {
    640, 768, 896, 1_006, 1_124, 1_280, 1_320, 1_360, 1_380, 1_400, 1_420, 1_440, 1_460, 1_480,
    1_492, 1_500, 2_000, 3_900, 8_896, 9_000
  };

  /** States of RFC 8899 5.2. */
  enum State {
    /** Does the base pass? */
    BASE,
    /** The base passes; how much more? */
    SEARCHING,
    SEARCH_COMPLETE,
    /** The base fails; how much less? */
    ERROR
  }

  private final int headers;
  private final int full;
  private final int largest;
  private int usable = MINIMUM_BYTES;
  private int failed = NOTHING_FAILED;
  private int probe;

  /**
   * Starts a search.
   *
   * @param linkMtuBytes longest IP packet that the local link carries; more than a jumbo frame's
   *     9,000 is not tried
   */
  MtuSearch(boolean ipv6, int linkMtuBytes) {
    headers = ipv6 ? UDP_AND_IPV6_BYTES : UDP_AND_IPV4_BYTES;
    largest = Math.max(BASE_BYTES, Math.min(JUMBO_BYTES, linkMtuBytes) - headers);
    full = Math.min(ETHERNET_BYTES - headers, largest);
    chooseProbe();
  }

  /** Usual sizes, ascending; made on demand, because few searches need them. */
  private IntStream ascending() {
    return IntStream.concat(
            IntStream.of(BASE_BYTES, largest),
            IntStream.of(LINK_MTUS).map(mtuBytes -> mtuBytes - headers))
        .filter(size -> size > MINIMUM_BYTES && size <= largest)
        .distinct()
        .sorted();
  }

  /** What may be sent now. */
  int usableBytes() {
    return usable;
  }

  /** The size to probe now, or 0 if there is nothing to probe. */
  int probeBytes() {
    return probe;
  }

  State state() {
    if (probe == 0 || probe == usable) {
      return State.SEARCH_COMPLETE;
    }
    if (usable >= BASE_BYTES) {
      return State.SEARCHING;
    }
    return failed > BASE_BYTES ? State.BASE : State.ERROR;
  }

  /** The present probe has arrived. */
  void onArrived() {
    boolean isConfirmation = probe == usable;
    usable = probe;
    if (isConfirmation) {
      probe = 0;
    } else {
      chooseProbe();
    }
  }

  /** The present probe was lost often enough to count as failed. */
  void onLost() {
    if (probe != usable) {
      failed = probe;
      chooseProbe();
    } else if (usable > MINIMUM_BYTES) {
      // A black hole (RFC 8899 4.3). Everything known of this path is void, including the failure:
      // bad luck must not cost one size each time.
      restart();
    } else {
      probe = 0;
    }
  }

  /** Starts again with the minimum. */
  void restart() {
    usable = MINIMUM_BYTES;
    failed = NOTHING_FAILED;
    chooseProbe();
  }

  /** Asks whether the present size still passes, unless a probe is under way. */
  void confirm() {
    if (probe == 0) {
      probe = usable;
    }
  }

  /** Asks whether a larger size passes by now, unless a probe is under way. */
  void raise() {
    if (probe == 0) {
      failed = NOTHING_FAILED;
      chooseProbe();
    }
  }

  /** The local link has refused a datagram of this size. */
  void onRefused(int bytes) {
    if (bytes <= MINIMUM_BYTES) {
      return;
    }
    failed = Math.min(failed, bytes);
    if (usable >= bytes) {
      usable = MINIMUM_BYTES;
      chooseProbe();
    } else if (probe >= bytes) {
      chooseProbe();
    }
  }

  private void chooseProbe() {
    int goal = usable < BASE_BYTES ? BASE_BYTES : usable < full ? full : largest;
    if (goal > usable && goal < failed) {
      probe = goal;
      return;
    }
    if (usable == largest) {
      probe = 0;
      return;
    }
    int[] between = ascending().filter(size -> size > usable && size < failed).toArray();
    probe = between.length == 0 ? 0 : between[between.length / 2];
  }
}
