package net.groupvpn.client.device;

import java.lang.ref.Reference;
import net.groupvpn.client.device.BatchPort.Refusals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches with sendmmsg(2), a run in one message with UDP_SEGMENT. If a kernel or network
 * card cannot do that, single datagrams are sent from then on. Thread-safe.
 */
final class DatagramWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramWriter.class);
  private static final int IPV4_ADDRESS_BYTES = 16;
  private static final int IPV4_AT = 20;
  private static final int AF_INET = 2;

  /** No address in particular, as IPV6_PKTINFO has it; the first is mapped. */
  private static final byte[] ANY_IPV4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0};

  private static final byte[] ANY_IPV6 = new byte[16];

  private final int descriptor;
  private final boolean isIpv6;
  private final AskedAddresses asked;
  private final MessageVector messages = new MessageVector(SendBatch.MAX_RUNS);
  private final NativeBuffer memory = new NativeBuffer(SendBatch.CAPACITY_BYTES);
  private final byte[] name = new byte[Destination.ADDRESS_BYTES];
  private final WayCache ways = new WayCache();
  private volatile @Nullable UplinkNetworks underlay;
  private boolean gso;
  private boolean closed;

  /** {@code asked} supplies the source address for each peer. */
  DatagramWriter(int descriptor, boolean isIpv6, boolean gso, AskedAddresses asked) {
    this.descriptor = descriptor;
    this.asked = asked;
    this.isIpv6 = isIpv6;
    this.gso = gso;
  }

  /** Whether runs are still sent as one message. */
  synchronized boolean usesGso() {
    return gso;
  }

  synchronized void send(SendBatch batch, Refusals refusals) {
    if (closed) {
      for (int run = 0; run < batch.runs(); run++) {
        refusals.onRefused(
            batch.destination(run), batch.count(run), batch.segmentBytes(run), false);
      }
    } else if (!batch.isEmpty()) {
      sendNow(batch, refusals);
    }
    batch.clear();
  }

  /** An IPv4 socket cannot reach an IPv6 address, whose last four bytes mean nothing to it. */
  private boolean canReach(Destination to) {
    return isIpv6 || to.isIpv4();
  }

  private void sendNow(SendBatch batch, Refusals refusals) {
    int last = batch.runs() - 1;
    memory.copyIn(0, batch.bytes(), 0, batch.start(last) + batch.length(last));
    if (gso) {
      sendRuns(batch, refusals);
    } else {
      sendSingly(batch, 0, refusals);
    }
  }

  private void sendRuns(SendBatch batch, Refusals refusals) {
    int next = 0;
    while (next < batch.runs() && gso) {
      if (!canReach(batch.destination(next))) {
        sendRunSingly(batch, next++, refusals);
        continue;
      }
      int sent = call(next, fillRuns(batch, next) - next);
      if (sent > 0) {
        next += sent;
      } else if (!mayRetryFromElsewhere(batch.destination(next), LinuxCalls.errno())) {
        onRunRefused(batch, next++, LinuxCalls.errno(), refusals);
      }
    }
    sendSingly(batch, next, refusals);
  }

  /** Returns the first run that is not among them. */
  private int fillRuns(SendBatch batch, int from) {
    int run = from;
    for (; run < batch.runs() && canReach(batch.destination(run)); run++) {
      fill(run, batch.destination(run), batch.start(run), batch.length(run));
      int segment = batch.count(run) > 1 ? batch.segmentBytes(run) : 0;
      control(run, segment, batch.destination(run));
    }
    return run;
  }

  /** Finds out whether segmentation failed, or the datagrams themselves. */
  private void onRunRefused(SendBatch batch, int run, int errno, Refusals refusals) {
    if (batch.count(run) == 1) {
      refuse(batch, run, 1, errno, refusals);
    } else if (errno == LinuxCalls.EIO
        || errno == LinuxCalls.EINVAL
        || errno == LinuxCalls.EMSGSIZE) {
      if (sendRunSingly(batch, run, refusals) == batch.count(run)) {
        gso = false;
        LOG.info("UDP_SEGMENT does not work here ({})", LinuxCalls.describe(errno));
      }
    } else {
      refuse(batch, run, batch.count(run), errno, refusals);
    }
  }

  /**
   * The source address for a peer may be gone. True if another try, from any address, makes sense.
   */
  private boolean mayRetryFromElsewhere(Destination to, int errno) {
    return errno == LinuxCalls.EINVAL && asked.forget(to.endpoint());
  }

  private void sendSingly(SendBatch batch, int fromRun, Refusals refusals) {
    for (int run = fromRun; run < batch.runs(); run++) {
      sendRunSingly(batch, run, refusals);
    }
  }

  /** Returns how many datagrams the system accepted. */
  private int sendRunSingly(SendBatch batch, int run, Refusals refusals) {
    int count = batch.count(run);
    int segment = batch.segmentBytes(run);
    if (!canReach(batch.destination(run))) {
      refusals.onRefused(batch.destination(run), count, segment, false);
      return 0;
    }
    for (int i = 0; i < count; i++) {
      int length = Math.min(segment, batch.length(run) - i * segment);
      fill(i, batch.destination(run), batch.start(run) + i * segment, length);
      control(i, 0, batch.destination(run));
    }
    int taken = 0;
    int next = 0;
    while (next < count) {
      int sent = call(next, count - next);
      if (sent > 0) {
        taken += sent;
        next += sent;
      } else if (mayRetryFromElsewhere(batch.destination(run), LinuxCalls.errno())) {
        for (int i = next; i < count; i++) {
          control(i, 0, batch.destination(run));
        }
      } else {
        refuse(batch, run, 1, LinuxCalls.errno(), refusals);
        next++;
      }
    }
    return taken;
  }

  private void control(int message, int segment, Destination to) {
    byte[] from = asked.toSendFrom(to.endpoint());
    UplinkNetworks around = underlay;
    LanWay way = around == null ? null : ways.find(around, to.endpoint().address());
    if (way == null) {
      messages.control(message, segment, from, 0);
    } else {
      messages.control(message, segment, from == null ? anyAddress(to) : from, way.index());
    }
  }

  private static byte[] anyAddress(Destination to) {
    return to.isIpv4() ? ANY_IPV4 : ANY_IPV6;
  }

  /** Datagrams leave by its devices from now on; by the kernel's choice if it is null. */
  void leaveBy(@Nullable UplinkNetworks around) {
    underlay = around;
  }

  private void fill(int message, Destination to, int start, int length) {
    messages.point(message, memory.addressOf(start), length);
    if (isIpv6) {
      messages.address(message, to.address(), Destination.ADDRESS_BYTES);
    } else {
      toIpv4(to.address());
      messages.address(message, name, IPV4_ADDRESS_BYTES);
    }
  }

  /** struct sockaddr_in: family, port, address. */
  private void toIpv4(byte[] mapped) {
    System.arraycopy(mapped, 0, name, 0, 4);
    NativeNumbers.put16(name, 0, AF_INET);
    System.arraycopy(mapped, IPV4_AT, name, 4, 4);
  }

  private int call(int first, int count) {
    try {
      return LinuxCalls.sendmmsg(descriptor, messages.addressOf(first), count, 0);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static void refuse(
      SendBatch batch, int run, int datagrams, int errno, Refusals refusals) {
    boolean tooLong = errno == LinuxCalls.EMSGSIZE;
    refusals.onRefused(batch.destination(run), datagrams, batch.segmentBytes(run), tooLong);
  }

  /** No call uses the descriptor from now on. */
  synchronized void close() {
    closed = true;
  }
}
