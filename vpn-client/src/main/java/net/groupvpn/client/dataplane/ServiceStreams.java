package net.groupvpn.client.dataplane;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;

/**
 * TCP at the service address, for the {@link LocalService}: requests and answers, each preceded by
 * its length of two bytes (RFC 7766 8). The other end is this machine's own kernel, and nothing in
 * between loses or reorders. So nothing is retransmitted from here, and the sender retransmits what
 * does not arrive in order. If the device refuses a segment, the connection ends. Everything else
 * is refused at once. A connection that was silent for long is ended when the next segment of any
 * connection arrives. Thread-safe.
 */
final class ServiceStreams {
  /** Most connections; the one silent for longest gives way. */
  static final int MAX_CONNECTIONS = 64;

  /** How long a connection may be silent (RFC 7766 6.2.3: some seconds). */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final byte[] NOTHING = {};

  private final LocalService service;
  private final Sender sender;
  private final LongSupplier nowNanos;
  private final Map<Key, ServiceStream> streams = new LinkedHashMap<>(16, 0.75f, true);

  /** Sends segments back. */
  interface Sender {
    /** Answers the packet that begins with {@code headers}; false if it was refused. */
    boolean send(byte[] headers, Control control, byte[] payload);
  }

  private record Key(long high, long low, int port, int servicePort) {}

  ServiceStreams(LocalService service, Sender sender, LongSupplier nowNanos) {
    this.service = service;
    this.sender = sender;
    this.nowNanos = nowNanos;
  }

  /**
   * Handles a valid segment.
   *
   * @param headers the frame up to the payload; kept
   * @param high the sender's address, high half
   * @param tcp where the segment begins
   */
  synchronized void onSegment(byte[] headers, long high, long low, int tcp, byte[] payload) {
    int port = TcpSegment.destinationPort(headers, tcp);
    Key key = new Key(high, low, TcpSegment.sourcePort(headers, tcp), port);
    Control control = TcpSegment.control(headers, tcp);
    endIdle();
    if (has(control, TcpSegment.RST)) {
      streams.remove(key);
    } else if (has(control, TcpSegment.SYN) && !has(control, TcpSegment.ACK)) {
      begin(headers, key, control);
    } else {
      ServiceStream stream = streams.get(key);
      if (stream == null) {
        refuse(headers, control, payload.length);
        return;
      }
      stream.use(nowNanos.getAsLong());
      if (!stream.onSegment(control, payload)) {
        streams.remove(key);
      }
    }
  }

  /** The map's order is that of their last use. */
  private void endIdle() {
    long before = nowNanos.getAsLong() - IDLE_NANOS;
    Iterator<ServiceStream> oldest = streams.values().iterator();
    while (oldest.hasNext()) {
      ServiceStream stream = oldest.next();
      if (stream.usedNanos() - before > 0) {
        return;
      }
      stream.abort();
      oldest.remove();
    }
  }

  /** Number of connections. */
  synchronized int size() {
    return streams.size();
  }

  private void begin(byte[] headers, Key key, Control control) {
    if (!service.isServed(key.servicePort)) {
      refuse(headers, control, 0);
      return;
    }
    if (!streams.containsKey(key) && streams.size() >= MAX_CONNECTIONS) {
      Iterator<ServiceStream> oldest = streams.values().iterator();
      oldest.next().abort();
      oldest.remove();
    }
    ServiceStream stream = streams.get(key);
    if (stream == null || !stream.isBegunBy(control)) {
      stream =
          new ServiceStream(
              control.sequence(),
              ThreadLocalRandom.current().nextInt(),
              (answer, data) -> sender.send(headers, answer, data),
              new Requests(key));
      streams.put(key, stream);
    }
    stream.use(nowNanos.getAsLong());
    stream.greet();
  }

  /** RFC 9293 3.10.7.1: how to refuse a segment that belongs to no connection. */
  private void refuse(byte[] headers, Control control, int payloadBytes) {
    boolean isAcknowledging = has(control, TcpSegment.ACK);
    int length =
        payloadBytes
            + (has(control, TcpSegment.SYN) ? 1 : 0)
            + (has(control, TcpSegment.FIN) ? 1 : 0);
    Control answer =
        isAcknowledging
            ? new Control(control.acknowledgement(), 0, TcpSegment.RST)
            : new Control(0, control.sequence() + length, TcpSegment.RST | TcpSegment.ACK);
    sender.send(headers, answer, NOTHING);
  }

  private static boolean has(Control control, int flag) {
    return (control.flags() & flag) != 0;
  }

  /** Passes on requests of one connection; answers may come from any thread. */
  private final class Requests implements ServiceStream.Requests {
    private final Key key;

    Requests(Key key) {
      this.key = key;
    }

    @Override
    public boolean onRequest(ServiceStream from, byte[] request) {
      Ipv6Address source = new Ipv6Address(key.high, key.low);
      return service.onRequest(
          new LocalService.Request(key.servicePort, true, source, request),
          answer -> answer(from, answer));
    }

    private void answer(ServiceStream to, byte[] answer) {
      synchronized (ServiceStreams.this) {
        // The map's get also says that the connection is in use.
        if (streams.get(key) == to) {
          to.use(nowNanos.getAsLong());
          if (!to.answer(answer)) {
            streams.remove(key);
          }
        }
      }
    }
  }
}
