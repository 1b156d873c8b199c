package net.groupvpn.client.device;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import net.groupvpn.gateway.nat.io.EchoPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings by Linux's ping sockets, which need no privilege where {@code net.ipv4.ping_group_range}
 * allows them, else by raw sockets, which need CAP_NET_RAW. One socket for each family, and one
 * thread that listens to both.
 */
public final class LinuxEchoPort implements EchoPort {
  private static final int MAX_BYTES = 65_535;
  private static final int IPV4_HEADER_UNIT = 4;
  private static final int RECEIVED_AT_ONCE = 64;
  private static final long STOP_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(LinuxEchoPort.class);

  private final @Nullable EchoSocket ipv4;
  private final @Nullable EchoSocket ipv6;
  private final LinuxWaiter waiter;
  private final byte[] received = new byte[MAX_BYTES];
  private @Nullable Thread thread;
  private volatile boolean stopping;

  private LinuxEchoPort(@Nullable EchoSocket ipv4, @Nullable EchoSocket ipv6, LinuxWaiter waiter) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.waiter = waiter;
  }

  /**
   * Opens what sockets can be had; a family without one is not pinged.
   *
   * @param mark of the sockets (SO_MARK), which needs CAP_NET_ADMIN; 0 for none
   */
  public static LinuxEchoPort open(int mark) throws IOException {
    EchoSocket ipv4 = EchoSocket.open(true, mark);
    EchoSocket ipv6 = EchoSocket.open(false, mark);
    try {
      LinuxWaiter waiter = LinuxWaiter.open(descriptor(ipv4), descriptor(ipv6));
      return new LinuxEchoPort(ipv4, ipv6, waiter);
    } catch (IOException e) {
      close(ipv4);
      close(ipv6);
      throw e;
    }
  }

  private static int descriptor(@Nullable EchoSocket socket) {
    return socket == null ? LinuxWaiter.NONE : socket.descriptor();
  }

  private static void close(@Nullable EchoSocket socket) {
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public void start(Listener listener) {
    Thread reader = new Thread(() -> run(listener), "gateway-ping");
    reader.setDaemon(true);
    reader.start();
    thread = reader;
  }

  private void run(Listener listener) {
    try {
      while (!stopping) {
        waiter.await();
        receive(ipv4, listener);
        receive(ipv6, listener);
      }
    } catch (IOException e) {
      LOG.warn("members can no longer ping through this gateway: {}", e.getMessage());
    }
  }

  private void receive(@Nullable EchoSocket socket, Listener listener) {
    for (int i = 0; socket != null && !stopping && i < RECEIVED_AT_ONCE; i++) {
      int length = socket.receive(received);
      if (length < 0) {
        return;
      }
      // A raw socket gets the IPv4 header, too.
      int at = socket.isRaw() && socket.isIpv4() ? (received[0] & 0x0f) * IPV4_HEADER_UNIT : 0;
      if (length >= at + EchoSocket.HEADER_BYTES && socket.isReply(received, at)) {
        int sequence = EchoSocket.sequence(received, at);
        byte[] data = Arrays.copyOfRange(received, at + EchoSocket.HEADER_BYTES, length);
        listener.onReply(socket.source(), sequence, data);
      }
    }
  }

  @Override
  public boolean send(InetAddress to, int sequence, byte[] data) {
    EchoSocket socket = to instanceof Inet4Address ? ipv4 : ipv6;
    return socket != null && socket.send(to, sequence, data);
  }

  @Override
  public void close() {
    stopping = true;
    waiter.wake();
    Thread reader = thread;
    try {
      if (reader != null) {
        reader.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(ipv4);
    close(ipv6);
    waiter.close();
  }
}
